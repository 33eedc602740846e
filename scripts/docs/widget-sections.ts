import type { TSchema } from '@sinclair/typebox';
import type { Channel } from '../../flow/context';
import type { Widget } from '../../widgets/widget';
import { widgets } from '../../widgets';
import { code, table } from './table';

const channelNames: Record<Channel, string> = {
  call: 'calls',
  message: 'messages',
  conversation: 'conversations',
  request: 'REST requests',
};

/** What docs/widgets.md says of each widget type that its file says: properties, events, channels. */
export function widgetSections(): Map<string, string> {
  return new Map([...widgets.values()].map(widget => [widget.type, section(widget)]));
}

function section(widget: Widget): string {
  const rows = Object.entries(widget.properties.properties).map(([name, schema]) => [
    code(name),
    valueOf(schema),
    fallbackOf(schema, widget.properties.required?.includes(name) ?? false),
    schema.description ?? '',
  ]);
  const properties =
    rows.length > 0 ? table(['Property', 'Value', 'Default', 'Meaning'], rows) : 'No properties.';
  return [properties, `Events: ${widget.events.map(code).join(', ')}.`, channelsOf(widget)].join('\n\n');
}

function valueOf(schema: TSchema): string {
  const { enum: words, type, anyOf, items, properties, minimum, maximum, maxLength } = schema as Shape;
  if (words) return words.map(code).join(', ');
  if (anyOf) return anyOf.map(valueOf).join(' or ');
  switch (type) {
    case 'string':
      return maxLength === undefined ? 'text' : `text of at most ${maxLength} characters`;
    case 'integer':
      return `integer${range(minimum, maximum)}`;
    case 'array':
      return `list of ${items ? valueOf(items) : 'values'}`;
    case 'object':
      return `{ ${Object.keys(properties ?? {})
        .map(code)
        .join(', ')} }`;
    default:
      return [type].flat().join(' or ').replace('string', 'text').replace('array', 'list of texts');
  }
}

/** Of a property's JSON schema, what the tables show. */
interface Shape {
  enum?: string[];
  type?: string | string[];
  anyOf?: TSchema[];
  items?: TSchema;
  properties?: Record<string, TSchema>;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

function range(minimum?: number, maximum?: number): string {
  if (minimum === undefined) return maximum === undefined ? '' : ` up to ${maximum}`;
  return maximum === undefined ? ` from ${minimum}` : ` ${minimum}–${maximum}`;
}

function fallbackOf({ default: fallback }: TSchema, required: boolean): string {
  const value = fallback === undefined ? '' : code(String(fallback));
  if (!required) return value;
  return value === '' ? 'required' : `required; ${value} where it renders empty`;
}

function channelsOf({ channels, failure }: Widget): string {
  const otherwise =
    failure === undefined
      ? 'the branch ends, with warning 81020'
      : `${code(failure)} is taken, with warning 81020`;
  if (!channels) return 'Works in every execution.';
  if (channels.length === 0) return `Does nothing yet: ${otherwise}.`;
  const names = channels.map(channel => channelNames[channel]).join(', ');
  return `Works in ${names}; in other executions ${otherwise}.`;
}
