import ts from 'typescript';
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

/** A document of the official helper library: one element more than its typed API needs to get there. */
export interface OfficialDocument {
  kind: 'voice' | 'messaging';
  xml: string;
  /** The attribute that the innermost element was given; null: none. */
  attribute: string | null;
}

type Node = Record<string, (...values: unknown[]) => Node>;
/** Starts a document; returns its root and the node to go on from. */
type Start = () => [root: Node, node: Node];

/** Every element, at every place, with every value of every attribute that the library's TypeScript types allow. */
export function officialDocuments(): OfficialDocument[] {
  return [
    ...walk('voice', require.resolve('twilio/lib/twiml/VoiceResponse.d.ts'), () => new VoiceResponse()),
    ...walk(
      'messaging',
      require.resolve('twilio/lib/twiml/MessagingResponse.d.ts'),
      () => new MessagingResponse(),
    ),
  ];
}

function* walk(kind: OfficialDocument['kind'], declarations: string, make: () => unknown) {
  const program = ts.createProgram([declarations], { strict: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(declarations)!;
  const root = file.statements.find(statement => ts.isClassDeclaration(statement))!;
  const seen = new Set<ts.Type>();
  const open: { type: ts.Type; start: Start }[] = [
    {
      type: checker.getTypeAtLocation(root),
      start: () => {
        const response = make() as Node;
        return [response, response];
      },
    },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { type, start } = next;
    if (seen.has(type)) continue;
    seen.add(type);
    for (const method of type.getProperties()) {
      const signature = longest(checker.getTypeOfSymbol(method).getCallSignatures());
      const result = signature?.getReturnType();
      if (!signature || !result?.getProperty('addText') || method.name === 'addChild') continue;
      const [attributes, content] = signature
        .getParameters()
        .map(parameter => checker.getNonNullableType(checker.getTypeOfSymbol(parameter)));
      const text = content ? ['text'] : [];
      const write = (attribute: string | null, value?: unknown): OfficialDocument => {
        const [response, node] = start();
        node[method.name]!(attribute === null ? {} : { [attribute]: value }, ...text);
        return { kind, attribute, xml: (response as unknown as VoiceResponse).toString() };
      };
      yield write(null);
      for (const attribute of attributes?.getProperties() ?? []) {
        const values = samples(checker.getTypeOfSymbol(attribute), attribute.name, checker);
        for (const value of values) yield write(attribute.name, value);
      }
      open.push({
        type: result,
        start: () => {
          const [response, node] = start();
          return [response, node[method.name]!({}, ...text)];
        },
      });
    }
  }
}

function longest(signatures: readonly ts.Signature[]): ts.Signature | undefined {
  return [...signatures].sort((a, b) => b.getParameters().length - a.getParameters().length)[0];
}

function samples(type: ts.Type, name: string, checker: ts.TypeChecker): unknown[] {
  const literals: unknown[] = [];
  const others: unknown[] = [];
  for (const part of type.isUnion() ? type.types : [type]) {
    if (part.isStringLiteral()) literals.push(part.value);
    else if (part.flags & ts.TypeFlags.BooleanLiteral) others.push(checker.typeToString(part) === 'true');
    else if (part.flags & ts.TypeFlags.Number) others.push(0, 30);
    else if (part.flags & ts.TypeFlags.String) others.push(/method$/i.test(name) ? 'GET' : 'any text');
    else if (checker.isArrayType(part)) {
      const [item] = checker.getTypeArguments(part as ts.TypeReference);
      others.push(samples(item!, name, checker));
    } else if (!(part.flags & ts.TypeFlags.Undefined)) {
      throw new Error(`no sample for ${name}: ${checker.typeToString(part)}`);
    }
  }
  // Voices and languages come by the hundred, and all of them are alike.
  return [...literals.slice(0, 45), ...others];
}
