import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDocument, ApiResponse, Header, Operation } from '../../../src/http/openapi/api-document.ts';
import { responsesOf } from '../../../src/http/reference/parameters.ts';

/** An answer as it came. */
export interface Came {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface AnswerChecks {
  /** What is not as the document says, in words; none for an answer that fits. */
  findings(method: string, path: string, answer: Came): readonly string[];
  /** Operations that have not been answered but by refusals. */
  unexercised(): readonly string[];
}

interface Known {
  readonly method: string;
  readonly pattern: RegExp;
  readonly template: string;
  readonly operation: Operation;
}

/** Real answers held against the document: status, media type, headers and body. */
export function answerChecks(document: ApiDocument): AnswerChecks {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  const known = operationsOf(document);
  const exercised = new Set<string>();
  const compiled = new Map<string, ValidateFunction>();
  const schemaAt = (pointer: string): ValidateFunction => {
    const made = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    compiled.set(pointer, made);
    return made;
  };

  return {
    findings(method, path, answer) {
      const [address = ''] = path.split('?');
      const found = known.find((each) => each.method === method.toLowerCase() && each.pattern.test(address));
      if (found === undefined)
        return answer.status >= 400 ? [] : [`${method} ${address} is no operation of the document`];
      const { operation } = found;
      const where = `${operation.operationId} ${answer.status}`;
      const response = new Map(responsesOf(document, operation)).get(String(answer.status));
      if (response === undefined) return [`${where}: the document has no status ${answer.status}`];
      const wrong = [
        ...headerFindings(document, response, answer),
        ...bodyFindings(found, response, answer, schemaAt),
      ];
      if (!isRefusal(answer) && wrong.length === 0) exercised.add(operation.operationId);
      return wrong.map((each) => `${where}: ${each}`);
    },
    unexercised: () => known.map(({ operation }) => operation.operationId).filter((id) => !exercised.has(id)),
  };
}

const operationsOf = ({ paths }: ApiDocument): readonly Known[] =>
  Object.entries(paths)
    .flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method,
        template,
        operation,
        pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
      })),
    )
    // An address without parameters is meant before one that it would fit as a parameter.
    .sort((a, b) => a.template.split('{').length - b.template.split('{').length);

function headerFindings(
  { components }: ApiDocument,
  { headers = {} }: ApiResponse,
  answer: Came,
): readonly string[] {
  return Object.entries(headers).flatMap(([name, each]) => {
    const header: Header | undefined =
      '$ref' in each ? components.headers[each.$ref.slice(each.$ref.lastIndexOf('/') + 1)] : each;
    const value = textOf(answer, name);
    if (header === undefined) return [`the document does not say what ${name} is`];
    if (value === undefined) return header.required === true ? [`the header ${name} is missing`] : [];
    const { pattern } = header.schema;
    return pattern !== undefined && !new RegExp(pattern).test(value)
      ? [`the header ${name} is ${value}`]
      : [];
  });
}

const isRefusal = (answer: Came): boolean =>
  textOf(answer, 'content-type')?.startsWith('application/problem+json') === true;
const textOf = ({ headers }: Came, name: string): string | undefined =>
  headers[name.toLowerCase()]?.toString();

function bodyFindings(
  { template, method, operation }: Known,
  { content }: ApiResponse,
  answer: Came,
  schemaAt: (pointer: string) => ValidateFunction,
): readonly string[] {
  const [type = ''] = (textOf(answer, 'content-type') ?? '').split(';');
  if (content === undefined) return answer.body === '' ? [] : ['there is a body where none is described'];
  if (content[type] === undefined)
    return [`the media type ${type} is none of ${Object.keys(content).join(', ')}`];
  // What goes on until somebody leaves is looked at by those who follow it.
  if (!/[/+]json$/.test(type)) return [];
  const body: unknown = JSON.parse(answer.body);
  const validate = schemaAt(pointerTo(template, method, operation, answer.status, type));
  return validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** Where the schema of an answer stands in the document, as a fragment that is a JSON Pointer. */
function pointerTo(
  template: string,
  method: string,
  { responses }: Operation,
  status: number,
  type: string,
): string {
  const response = responses[String(status)];
  const place =
    response !== undefined && '$ref' in response
      ? response.$ref.slice(1).split('/').slice(1)
      : ['paths', template, method, 'responses', String(status)];
  const escaped = [...place, 'content', type, 'schema'].map((part) =>
    encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return `/${escaped.join('/')}`;
}
