import type { z } from 'zod';
import type { Route } from '../route.ts';
import type { ApiDocument, Method, Operation } from './api-document.ts';
import type { Described } from './described.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import type { JsonSchema } from './json-schema.ts';
import { operationOf } from './operation.ts';
import { ProblemAnswer, refusalResponses } from './refusal-responses.ts';
import { rootNames } from './roots.ts';
import { schemaSet } from './schema-set.ts';
import { areas, introduction, securitySchemes } from './words.ts';

/** Of the API, not of the software: it changes where a caller might have to. */
const apiVersion = '1';

/** The OpenAPI 3.1 description of the routes: the same routes give the same bytes. */
export function apiDocument(routes: readonly Described[]): ApiDocument {
  const names = rootNames(routes);
  const problems = new Map([[ProblemAnswer, 'Problem']]);
  const { components, input, output } = schemaSet({
    input: names.input,
    output: new Map<z.ZodType, string>([...names.output, ...problems]),
  });
  const parameterNames = new Set(routes.flatMap(parametersOf).map(names.of).map(componentName(input)));
  const refusals = refusalResponses(routes);
  const schemas = {
    refusals: refusals.of,
    taken: (schema: z.ZodType) => input(names.of(schema)),
    given: (schema: z.ZodType) => output(names.of(schema)),
    parameters: (schema: z.ZodType): JsonSchema => components[componentName(input)(names.of(schema))] ?? {},
  };
  const paths: Record<string, Partial<Record<Method, Operation>>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [methodOf(route)]: operationOf(route, schemas) };
  const used = new Set(routes.map(({ area }) => area));
  const text = JSON.stringify([paths, refusals.responses]);
  return {
    openapi: '3.1.1',
    info: { title: 'govledger', version: apiVersion, ...introduction },
    servers: [{ url: '/', description: 'The server that gives this document.' }],
    security: [{ token: [] }],
    tags: areas.filter(({ name }) => used.has(name)),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).filter(([name]) => !parameterNames.has(name))),
      parameters: named('parameters', requestHeaders, text),
      headers: named('headers', responseHeaders, text),
      responses: refusals.responses,
      securitySchemes,
    },
  };
}

/** As it is served and committed: indented, and ended by a line break. */
export const documentBytes = (document: ApiDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** Those that the text refers to. */
const named = <T>(
  kind: string,
  all: Readonly<Record<string, T>>,
  text: string,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`)));

const parametersOf = ({ params, query }: Described): readonly z.ZodType[] =>
  [params, query].filter((schema) => schema !== undefined);

const componentName =
  (input: (name: string) => JsonSchema) =>
  (name: string): string =>
    input(name).$ref?.replace(/^.*\//, '') ?? name;

const methods = { GET: 'get', POST: 'post', DELETE: 'delete' } as const satisfies Readonly<
  Record<Route['method'], Method>
>;
const methodOf = ({ method }: Described): Method => methods[method];
