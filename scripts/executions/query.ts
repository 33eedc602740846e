import { names } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';

/** Which active executions are meant. */
export interface Filter {
  /** Milliseconds since it began. */
  olderThan?: number;
  contacts?: readonly string[];
  flows?: readonly string[];
}

/** The filter in the language of Temporal's visibility (https://docs.temporal.io/list-filter). */
export function activeQuery({ olderThan, contacts, flows }: Filter, now = Date.now()): string {
  const { executionSid, contactAddress, flowSid } = searchAttributes;
  return [
    `WorkflowType = ${quoted(names.execution)}`,
    `ExecutionStatus = 'Running'`,
    // Somebody else's workflows may have the same type.
    `${executionSid.name} IS NOT NULL`,
    ...(olderThan === undefined ? [] : [`StartTime <= ${quoted(new Date(now - olderThan).toISOString())}`]),
    ...(contacts ? [isOneOf(contactAddress.name, contacts)] : []),
    ...(flows ? [isOneOf(flowSid.name, flows)] : []),
  ].join(' AND ');
}

function isOneOf(attribute: string, values: readonly string[]): string {
  return `${attribute} IN (${values.map(quoted).join(', ')})`;
}

/**
 * Can it be looked for? Temporal takes a text's outer quotes away with its own, and escapes backslashes and double
 * quotes in a way that SQLite does not read: what holds them is never found (tried with server 1.29).
 */
export function isSearchable(text: string): boolean {
  return text !== '' && !/^'|'$|["\\\p{Cc}]/u.test(text);
}

/** A backslash escapes in it, too. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
