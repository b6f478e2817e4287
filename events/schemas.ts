import { z } from 'zod';
import { catalogue, type EventType, type LedgerEvent } from './catalogue.ts';
import { isConfidential, type Mark, markOf } from './fields.ts';
import { type StreamKind, streamKinds } from './stream.ts';
import { currentVersion } from './upcast.ts';

/** What decoding, sealing and the generated catalogue need to know of one kind of event. */
export interface EventSchema {
  readonly type: EventType;
  readonly v: number;
  readonly streams: readonly StreamKind[];
  /** Of `type` and `data` together. */
  readonly event: z.ZodType<LedgerEvent>;
  readonly description: string;
  readonly fields: ReadonlyMap<string, { readonly schema: z.ZodType; readonly mark: Mark | undefined }>;
}

/** A correction may follow an entry of either of these streams. */
const alsoIn: Partial<Record<EventType, readonly StreamKind[]>> = { EntryCorrected: ['directory'] };

function describe(kind: StreamKind): EventSchema[] {
  return catalogue[kind].map((schema) => {
    const type = schema.shape.type.value;
    const shape: z.ZodRawShape = schema.shape.data.shape;
    const fields = Object.entries(shape).map(([name, field]) => {
      const type_ = z.instanceof(z.ZodType).parse(field);
      return [name, { schema: type_, mark: markOf(type_) }] as const;
    });
    return {
      type,
      v: currentVersion(type),
      streams: [kind, ...(alsoIn[type] ?? [])],
      event: schema,
      description: schema.description ?? '',
      fields: new Map(fields),
    };
  });
}

export const eventSchemas: ReadonlyMap<string, EventSchema> = new Map(
  streamKinds.flatMap(describe).map((schema) => [schema.type, schema]),
);

export function schemaOf(type: LedgerEvent['type']): EventSchema {
  const schema = eventSchemas.get(type);
  if (schema === undefined) throw new TypeError(`no schema for ${type}`);
  return schema;
}

/** The one field of the event that rules read and that is sealed; undefined where it has none. */
export function ruleFieldOf(type: LedgerEvent['type']): string | undefined {
  for (const [name, { mark }] of schemaOf(type).fields) if (isConfidential(mark) && mark.rule) return name;
  return undefined;
}
