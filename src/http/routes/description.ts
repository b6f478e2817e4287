import { z } from 'zod';
import { type ProblemKind, problemKind, problemKinds } from '../../problems/problems.ts';
import type { Described } from '../openapi/described.ts';
import { apiDocument, documentBytes } from '../openapi/document.ts';
import { HttpRefusal } from '../problem.ts';
import { type Page, pageAnswer } from '../reference/page.ts';
import { problemPage, problemsPage } from '../reference/problem-pages.ts';
import { referencePage } from '../reference/reference-page.ts';
import { type Answer, type Route, route } from '../route.ts';

const Kind = z
  .strictObject({
    code: z.string(),
    type: z.string(),
    status: z.int(),
    exitCode: z.int().nullable(),
    means: z.string(),
    remedy: z.string(),
    facts: z.record(z.string(), z.string()),
  })
  .meta({ id: 'ProblemKind', description: 'What there is to say of a refusal, whoever meets it.' });
const Code = z.strictObject({ code: z.string().max(64) });

const html = { types: ['text/html'] } as const;
const common = { method: 'GET', area: 'service', may: 'read-service' } as const;

/** What describes the API: the document, the page made of it, and what refusals mean. All of it follows from `table`. */
export function descriptionRoutes(table: () => readonly Described[]): readonly Route[] {
  const described = once(() => apiDocument(table()));
  const bytes = once(() => documentBytes(described()));
  const reference = once(() => pageAnswer(referencePage(described())));
  return [
    route({
      ...common,
      id: 'readApiDocument',
      path: '/openapi.json',
      summary: 'this description, for programs',
      answers: [{ status: 200, says: 'The OpenAPI 3.1 document.', schema: z.looseObject({}) }],
      answer: () => Promise.resolve({ content: { text: bytes(), type: 'application/json' } }),
    }),
    route({
      ...common,
      id: 'readReference',
      path: '/reference',
      summary: 'this description, for people',
      answers: [{ status: 200, says: 'A page for people.', schema: null, ...html }],
      answer: () => Promise.resolve(reference()),
    }),
    route({
      ...common,
      id: 'listProblems',
      path: '/problems',
      summary: 'everything that can be refused',
      headers: ['accept'],
      answers: [
        {
          status: 200,
          says: 'Every code, with what it means.',
          schema: z.strictObject({ items: z.array(Kind) }),
          ...html,
        },
      ],
      answer: (_surface, { header }) =>
        Promise.resolve(either(header('accept'), problemsPage, { items: problemKinds.map(asJson) })),
    }),
    route({
      ...common,
      id: 'readProblem',
      path: '/problems/{code}',
      summary: 'what one refusal means',
      params: Code,
      headers: ['accept'],
      refuses: ['no-such-page'],
      answers: [{ status: 200, says: 'What it means, and what to do.', schema: Kind, ...html }],
      answer: (_surface, { params, header }) => {
        const kind = problemKind(params.code);
        if (kind === null)
          throw new HttpRefusal('no-such-page', 'there is no such refusal; /problems lists them');
        return Promise.resolve(either(header('accept'), problemPage(kind), asJson(kind)));
      },
    }),
  ];
}

/** A page for whoever asks as a browser does, JSON for everybody else. */
const either = (accept = '', page: Page, json: unknown): Answer => {
  const varied = { Vary: 'Accept' };
  if (!accept.includes('text/html')) return { content: { json }, headers: varied };
  const answer = pageAnswer(page);
  return { ...answer, headers: { ...answer.headers, ...varied } };
};

const asJson = ({ code, ...kind }: ProblemKind): object => ({ code, type: `/problems/${code}`, ...kind });

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
