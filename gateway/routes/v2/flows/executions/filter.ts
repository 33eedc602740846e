import { Type } from '@sinclair/typebox';
import type { ExecutionFilter } from '../../../../executions/visibility-query';
import { isDay } from '../../../../../flow/iso-day';
import { invalid } from '../../rest-error';
import { ExecutionStatus } from './schemas';

export const dateFields = {
  DateCreatedFrom: Type.Optional(Type.String({ description: 'Created then or later, ISO 8601.' })),
  DateCreatedTo: Type.Optional(Type.String({ description: 'Created before, ISO 8601.' })),
};

/** Twilio's clients write the name small. */
export const filterFields = {
  ...dateFields,
  status: Type.Optional(ExecutionStatus),
  Status: Type.Optional(ExecutionStatus),
};

interface FilterQuery {
  DateCreatedFrom?: string;
  DateCreatedTo?: string;
  status?: 'active' | 'ended';
  Status?: 'active' | 'ended';
}

/** @throws RestError where a date is none */
export function readFilter(query: FilterQuery): ExecutionFilter {
  const { DateCreatedFrom, DateCreatedTo, Status, status = Status } = query;
  return {
    ...(status && { status }),
    ...(DateCreatedFrom && { from: dateOf('DateCreatedFrom', DateCreatedFrom) }),
    ...(DateCreatedTo && { to: dateOf('DateCreatedTo', DateCreatedTo) }),
  };
}

/** UTC, where the text names no time zone. */
export function dateOf(name: string, text: string): Date {
  const zoned = /[T ][^Z+-]*$/i.test(text) ? `${text}Z` : text;
  const date = new Date(zoned);
  // What has no place in an ISO 8601 date, JavaScript may still take for one.
  const isIso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(text);
  if (isIso && isDay(text.slice(0, 10)) && !Number.isNaN(date.getTime())) return date;
  throw invalid(name, 'must be a date as of ISO 8601, such as 2015-07-30T20:00:00Z');
}
