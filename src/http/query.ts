import type { Request } from 'express';
import type { z } from 'zod';
import { addressOf } from './address.ts';
import { HttpRefusal } from './problem.ts';

/** The query parameters of a request, checked. @throws as `parseQuery` */
export const queryOf = <S extends z.ZodRawShape>(
  request: Request,
  schema: z.ZodObject<S>,
): z.infer<z.ZodObject<S>> => parseQuery(addressOf(request).query, schema);

/**
 * Each parameter may stand once; one that the route does not know is refused by its name, because a misspelt filter that
 * is passed over shows too much.
 * @throws HttpRefusal `unknown-parameter`, `invalid-request`
 */
export function parseQuery<S extends z.ZodRawShape>(
  given: URLSearchParams,
  schema: z.ZodObject<S>,
): z.infer<z.ZodObject<S>> {
  const accepted = Object.keys(schema.shape);
  const query: Record<string, string> = {};
  for (const [name, value] of given) {
    if (!accepted.includes(name)) {
      const parameter = name.slice(0, 60);
      throw new HttpRefusal(
        'unknown-parameter',
        `there is no query parameter ${JSON.stringify(parameter)} here`,
        {
          parameter,
          accepted,
        },
      );
    }
    if (Object.hasOwn(query, name)) throw invalid(name, 'stands twice');
    query[name] = value;
  }
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(issue?.path.map(String).join('.') ?? '', issue?.message ?? 'does not fit');
}

export const invalid = (field: string, rule: string, facts: object = {}): HttpRefusal =>
  new HttpRefusal('invalid-request', `${field}: ${rule}`, { field, rule, ...facts });
