import type { z } from 'zod';
import { commandRules, rulesOf } from '../../permissions/commands.ts';
import { requestRules } from '../../permissions/requests.ts';
import { separations } from '../../permissions/rule-ids.ts';
import { whoMay, whoMayAsk } from '../../permissions/who-may.ts';
import type { AnswerSpec } from '../route.ts';
import { isOpen } from '../who-may.ts';
import type { ApiResponse, Media, Operation, Parameter, SecurityNeed } from './api-document.ts';
import type { Described } from './described.ts';
import { exampleOf } from './examples.ts';
import { answerHeaders, headerParameters } from './headers.ts';
import type { JsonSchema } from './json-schema.ts';

/** The schemas of the document as an operation refers to them. */
export interface Schemas {
  readonly taken: (schema: z.ZodType) => JsonSchema;
  readonly given: (schema: z.ZodType) => JsonSchema;
  /** The object itself, whose properties are parameters. */
  readonly parameters: (schema: z.ZodType) => JsonSchema;
  /** Those of the statuses named are written out. */
  readonly refusals: (route: Described, whole: readonly string[]) => Operation['responses'];
}

/** A program shows its token; a browser its session, and on anything that changes the session's CSRF token too. */
export const securityOf = (route: Described): readonly SecurityNeed[] => {
  if (isOpen(route)) return [];
  return [{ token: [] }, route.method === 'GET' ? { session: [] } : { session: [], csrf: [] }];
};

export function operationOf(route: Described, schemas: Schemas): Operation {
  const { id, area, summary, may } = route;
  const parameters = [...parametersOf(route, schemas), ...headerParameters(route)];
  const body = bodyOf(route, schemas);
  return {
    operationId: id,
    tags: [area],
    summary,
    description: descriptionOf(route),
    security: securityOf(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: body }),
    responses: responsesOf(route, schemas),
    ...(typeof may === 'string' ? { 'x-request': may } : { 'x-command': may.command }),
  };
}

function descriptionOf({ may }: Described): string {
  if (typeof may !== 'string') {
    const apart = Object.entries(separations).filter(([id]) =>
      rulesOf(may.command).some((rule) => rule === id),
    );
    return [
      `Who may: ${whoMay(commandRules[may.command])}.`,
      ...apart.map(([id, says]) => `**${id}.** ${says}`),
    ].join('\n\n');
  }
  const rule = requestRules[may];
  const filtered = rule.filtered === undefined ? '' : `\n\nWhat the asker gets of it: ${rule.filtered}.`;
  return `Who may: ${whoMayAsk(rule)}.${filtered}`;
}

function parametersOf({ path, params, query }: Described, schemas: Schemas): readonly Parameter[] {
  const inPath = params === undefined ? {} : (schemas.parameters(params).properties ?? {});
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const asked = query === undefined ? {} : schemas.parameters(query);
  return [
    ...names.map((name) => parameter(name, 'path', true, inPath[name] ?? { type: 'string' })),
    ...Object.entries(asked.properties ?? {}).map(([name, schema]) =>
      parameter(name, 'query', asked.required?.includes(name) === true, schema),
    ),
  ];
}

function parameter(
  name: string,
  place: 'path' | 'query',
  required: boolean,
  { description, ...schema }: JsonSchema,
): Parameter {
  return { name, in: place, required, ...(description === undefined ? {} : { description }), schema };
}

function bodyOf(route: Described, schemas: Schemas): NonNullable<Operation['requestBody']> | null {
  const { body, may } = route;
  if (body === undefined) return null;
  if (body === 'bytes') return { required: true, content: { '*/*': { schema: binary } } };
  const example = typeof may === 'string' ? undefined : exampleOf(may.command);
  return {
    required: true,
    content: { 'application/json': media(schemas.taken(body), example) },
  };
}

const media = (schema: JsonSchema, example?: unknown): Media => ({
  schema,
  ...(example === undefined ? {} : { example }),
});

/** Bytes as they are: in 3.1 a schema without a type, of which only the media type is known. */
const binary: JsonSchema = {};
/** A status can be an answer and a refusal: a server that is not ready says why, one that cannot look says that. */
function responsesOf(route: Described, schemas: Schemas): Operation['responses'] {
  const answers = answersOf(route, schemas);
  const refusals = schemas.refusals(route, Object.keys(answers));
  const both = Object.entries(answers).map(([status, answer]): readonly [string, ApiResponse] => {
    const refusal = refusals[status];
    return [
      status,
      refusal === undefined || '$ref' in refusal
        ? answer
        : { ...answer, content: { ...answer.content, ...refusal.content } },
    ];
  });
  return { ...refusals, ...Object.fromEntries(both) };
}

/** Where what was read before still holds. */
const nothingNew: AnswerSpec = {
  status: 304,
  says: 'Nothing has changed since.',
  schema: null,
  tagged: true,
};

function answersOf(route: Described, schemas: Schemas): Readonly<Record<string, ApiResponse>> {
  const unchanged = route.headers?.includes('if-none-match') === true ? [nothingNew] : [];
  return Object.fromEntries(
    [...route.answers, ...unchanged].map((spec) => [
      String(spec.status),
      {
        description: spec.says,
        headers: answerHeaders(spec),
        ...(spec.schema === null && spec.types === undefined ? {} : { content: contentOf(spec, schemas) }),
      },
    ]),
  );
}

function contentOf({ schema, types = [] }: AnswerSpec, schemas: Schemas): Readonly<Record<string, Media>> {
  return {
    ...(schema === null ? {} : { 'application/json': { schema: schemas.given(schema) } }),
    ...Object.fromEntries(
      types.map((type) => [type, { schema: isText(type) ? { type: 'string' } : binary }]),
    ),
  };
}

const isText = (type: string): boolean => /^(text\/|application\/(x-ndjson|atom\+xml)$)/.test(type);
