import { readFileSync } from 'node:fs';
import { Type, type Static } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { isSid, type Account } from './accounts';

const key = {
  sid: Type.String({ format: 'API key SID' }),
  secret: Type.String({ pattern: '^\\S+$' }),
};

const fileSchema = Type.Array(
  Type.Object(
    {
      sid: Type.String({ format: 'account SID' }),
      tokens: Type.Array(Type.String({ pattern: '^\\S+$' }), { minItems: 1, maxItems: 2 }),
      apiKey: Type.Optional(Type.Object(key, { additionalProperties: false })),
      apiKeys: Type.Optional(
        Type.Array(
          Type.Object({ ...key, readOnly: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
        ),
      ),
    },
    { additionalProperties: false },
  ),
);

const ajv = new Ajv({ allErrors: true });
ajv.addFormat('account SID', text => isSid('AC', text));
ajv.addFormat('API key SID', text => isSid('SK', text));
const valid = ajv.compile<Static<typeof fileSchema>>(fileSchema);

/**
 * Reads an ACCOUNTS_FILE: `[{ "sid": "AC…", "tokens": ["current", "other"] }, …]`, where an account may have an
 * `"apiKey": { "sid": "SK…", "secret": "…" }` towards Twilio, and
 * `"apiKeys": [{ "sid": "SK…", "secret": "…", "readOnly": true }, …]` for clients of the REST API.
 * @param mistakes is given what is wrong, by file and place; never a part of the content, which is secret
 */
export function readAccountsFile(path: string, mistakes: string[]): Account[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    mistakes.push(`ACCOUNTS_FILE: ${path} ${whyUnread(error)}`);
    return [];
  }
  if (!valid(json)) {
    const places = new Map(valid.errors?.map(error => [place(error.instancePath), error]));
    for (const [where, { message = 'is not valid' }] of places) {
      mistakes.push(`ACCOUNTS_FILE: ${path}, at ${where}: ${message}`);
    }
    return [];
  }
  return json.map(({ tokens, ...account }) => ({ ...account, tokens: tokens as [string, ...string[]] }));
}

function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return `cannot be read (${code}). Check the path and its permissions.`;
  // The message repeats what stands there, which may be a token.
  const position = /position \d+/.exec(message)?.[0];
  return `is not JSON${position ? ` (at ${position})` : ''}.`;
}

/** `/1/tokens/0` as `[1].tokens[0]`. */
function place(pointer: string): string {
  return pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.') || 'the top';
}
