import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as proto from '@temporalio/proto';
import { patchProtobufRoot } from '@temporalio/proto/lib/patch-protobuf-root';

interface ProtoJson {
  fromJson(type: unknown, json: unknown, options: { ignoreUnknownFields: boolean }): History;
}
export type History = proto.temporal.api.history.v1.IHistory;

// The copy of protobufjs that the types are made with: npm installs several, and to the others, one of which
// reads histories in the SDK itself, a type of this one is none.
const protoJson = createRequire(require.resolve('@temporalio/proto'))(
  'protobufjs/ext/protojson',
) as ProtoJson;
const root = patchProtobufRoot(proto as never) as { lookupType(name: string): unknown };

/** A history as `temporal workflow show --output json` prints it. */
export function readHistory(file: string): History {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return protoJson.fromJson(root.lookupType('temporal.api.history.v1.History'), json, {
    ignoreUnknownFields: true,
  });
}
