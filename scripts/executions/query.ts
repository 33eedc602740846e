import { quoted } from '../../store/visibility';
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
