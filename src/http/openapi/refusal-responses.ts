import { z } from 'zod';
import type { ProblemCode } from '../../problems/problems.ts';
import type { ApiDocument, ApiResponse, Ref } from './api-document.ts';
import type { Described } from './described.ts';
import { refusalHeaders } from './headers.ts';
import { schemaRef } from './json-schema.ts';
import { refusalsOf } from './refusals.ts';
import { pascal } from './schema-names.ts';

/** An RFC 9457 problem, as every refusal is answered. */
export const ProblemAnswer = z
  .strictObject({
    type: z.string().regex(/^\/problems\/[a-z0-9-]+$/),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    facts: z.record(z.string(), z.unknown()).optional(),
    instance: z.string().optional(),
  })
  .meta({
    id: 'Problem',
    description:
      'A refusal (RFC 9457). `type` is stable and an address that says what it means; `detail` says in one sentence what this one is about; `facts` are what a program can act on.',
  });

type Refusals = Pick<ApiDocument['components'], 'responses'> & {
  /** A response for each status that a refusal of the operation can have; those named are written out. */
  readonly of: (route: Described, whole: readonly string[]) => Readonly<Record<string, ApiResponse | Ref>>;
};

/** More codes than these stand with their operation: a name of them would say nothing. */
const mostNamed = 5;

/** How the operations refuse, each naming the codes that it can be; what several answer alike stands once. */
export function refusalResponses(routes: readonly Described[]): Refusals {
  const named = alike(routes);
  return {
    responses: Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))),
    of: (route, whole) =>
      Object.fromEntries(
        [...refusalsOf(route)].map(([status, codes]) => {
          const name = nameOf(codes);
          return named.has(name) && !whole.includes(String(status))
            ? [String(status), { $ref: `#/components/responses/${name}` }]
            : [String(status), refusal(status, codes)];
        }),
      ),
  };
}

/** By name, what more than one operation answers. */
function alike(routes: readonly Described[]): ReadonlyMap<string, ApiResponse> {
  const seen = new Set<string>();
  const found = new Map<string, ApiResponse>();
  for (const route of routes) {
    for (const [status, codes] of refusalsOf(route)) {
      const name = nameOf(codes);
      if (seen.has(name) && codes.length <= mostNamed) found.set(name, refusal(status, codes));
      seen.add(name);
    }
  }
  return found;
}

const nameOf = (codes: readonly ProblemCode[]): string => codes.map(pascal).join('Or');

const refusal = (status: number, codes: readonly ProblemCode[]): ApiResponse => ({
  description: `Refused: ${codes.map((code) => `[\`${code}\`](/problems/${code})`).join(', ')}.`,
  headers: refusalHeaders(status),
  content: {
    'application/problem+json': {
      schema: {
        $ref: `${schemaRef}Problem`,
        properties: { type: { enum: codes.map((code) => `/problems/${code}`) } },
      },
    },
  },
});
