import { z } from 'zod';
import { type JsonSchema, schemaRef } from './json-schema.ts';
import { type Named, schemaNames } from './schema-names.ts';

/** What stands on the way in (bodies, parameters) and on the way out (answers), by the name of its component. */
export interface Roots {
  readonly input: ReadonlyMap<z.ZodType, string>;
  readonly output: ReadonlyMap<z.ZodType, string>;
}

export interface SchemaSet {
  /** Every component that a root needs, in the order of its name. */
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** The component of a root, or what it is where it is a component under another name on the way in. */
  readonly input: (name: string) => JsonSchema;
  readonly output: (name: string) => JsonSchema;
}

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * JSON Schemas of the roots and of all that they name. Where a schema takes something else than it gives, its component
 * on the way in is called `…Input`.
 */
export function schemaSet(roots: Roots): SchemaSet {
  const given = reachable(converted(roots.output, 'output'), [...roots.output.values()]);
  const taken = reachable(converted(roots.input, 'input'), [...roots.input.values()]);
  const both = differing(taken, given);
  const nameIn = (name: string): string => (both.has(name) ? `${name}Input` : name);
  const components = {
    ...Object.fromEntries(
      Object.entries(taken).map(([name, schema]) => [nameIn(name), renamed(schema, nameIn)]),
    ),
    ...given,
  };
  return {
    components: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
    input: (name) => ({ $ref: schemaRef + nameIn(name) }),
    output: (name) => ({ $ref: schemaRef + name }),
  };
}

function converted(roots: ReadonlyMap<z.ZodType, string>, io: 'input' | 'output'): Schemas {
  const registry = z.registry<{ id?: string }>();
  const named: readonly (readonly [string, Named])[] = Object.entries(schemaNames);
  for (const [id, { schema }] of named) registry.add(schema, { id });
  for (const [schema, id] of roots) if (!registry.has(schema)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { io, uri: (id) => schemaRef + id, override: plain });
  const { schemas }: { schemas: Record<string, Rooted> } = JSON.parse(JSON.stringify(made));
  // What has a name of its own and is no root is put aside by zod.
  const all = Object.entries(schemas).flatMap(([name, schema]) =>
    name === '__shared' ? Object.entries<Rooted>(schema.$defs ?? {}) : [[name, schema] as const],
  );
  return Object.fromEntries(all.map(([name, schema]) => [name, described(name, tidy(schema))]));
}

/** As zod writes a schema that stands by itself. */
interface Rooted extends JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $defs?: Schemas;
}

/** Bounds that JavaScript has and JSON has not are no rule of ours. */
const plain = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.type === 'integer') delete jsonSchema.pattern;
};

const sharedRef = `${schemaRef}__shared#/$defs/`;
const tidy = (schema: Rooted): JsonSchema => {
  const { $schema: _, $id: __, ...rest } = schema;
  return refsMapped(rest, (ref) =>
    ref.startsWith(sharedRef) ? schemaRef + ref.slice(sharedRef.length) : ref,
  );
};

const described = (name: string, schema: JsonSchema): JsonSchema => {
  const says = schemaNames[name]?.says;
  return says === undefined ? schema : { description: says, ...schema };
};

/** Those that the roots need, themselves among them. */
function reachable(schemas: Schemas, roots: readonly string[]): Schemas {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name];
    if (schema === undefined || found.has(name)) continue;
    found.add(name);
    waiting.push(...refsOf(schema));
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}

/** Names of both sides that say, or lead to, something else on the way in than on the way out. */
function differing(taken: Schemas, given: Schemas): ReadonlySet<string> {
  const both = Object.keys(taken).filter((name) => name in given);
  const found = new Set(both.filter((name) => JSON.stringify(taken[name]) !== JSON.stringify(given[name])));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const name of both) if (refsOf(taken[name] ?? {}).some((ref) => found.has(ref))) found.add(name);
  }
  return found;
}

function refsOf(schema: JsonSchema): readonly string[] {
  const found: string[] = [];
  refsMapped(schema, (ref) => {
    found.push(ref.slice(schemaRef.length));
    return ref;
  });
  return found;
}

const renamed = (schema: JsonSchema, name: (old: string) => string): JsonSchema =>
  refsMapped(schema, (ref) => schemaRef + name(ref.slice(schemaRef.length)));

function refsMapped(schema: JsonSchema, map: (ref: string) => string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' && typeof value === 'string' ? map(value) : value,
  );
}
