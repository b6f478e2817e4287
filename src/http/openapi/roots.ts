import { z } from 'zod';
import type { Described } from './described.ts';
import { pascal, schemaNames } from './schema-names.ts';
import type { Roots } from './schema-set.ts';

/** How the document calls the schemas of the routes. */
export interface RootNames extends Roots {
  readonly of: (schema: z.ZodType) => string;
}

/**
 * A name for every schema that a route stands on: the one it has wherever it stands, or else one made of the first route
 * that uses it.
 */
export function rootNames(routes: readonly Described[]): RootNames {
  const names = new Map<z.ZodType, string>(
    Object.entries(schemaNames).map(([name, { schema }]) => [schema, name]),
  );
  const taken = new Set(names.values());
  const named = (schema: z.ZodType, otherwise: string): string => {
    const known = names.get(schema) ?? z.globalRegistry.get(schema)?.id;
    const name = known ?? free(otherwise, taken);
    names.set(schema, name);
    taken.add(name);
    return name;
  };
  const input = new Map<z.ZodType, string>();
  const output = new Map<z.ZodType, string>();
  for (const { id, params, query, body, answers } of routes) {
    if (params !== undefined) input.set(params, named(params, `${pascal(id)}Params`));
    if (query !== undefined) input.set(query, named(query, `${pascal(id)}Query`));
    if (body !== undefined && body !== 'bytes') input.set(body, named(body, `${pascal(id)}Body`));
    for (const { schema } of answers)
      if (schema !== null) output.set(schema, named(schema, `${pascal(id)}Answer`));
  }
  return {
    input,
    output,
    of: (schema) => {
      const name = names.get(schema);
      if (name === undefined) throw new Error('the document asks for a schema that no route has');
      return name;
    },
  };
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let at = 2;
  while (taken.has(`${name}${at}`)) at += 1;
  return `${name}${at}`;
}
