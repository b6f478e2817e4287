import type { ApiDocument, Media, Operation } from '../openapi/api-document.ts';
import { exampleFrom } from '../openapi/example-from.ts';
import { parametersOf } from './parameters.ts';

/** A call of the operation as a shell takes it; `$GOVLEDGER_SERVER` and `$GOVLEDGER_TOKEN` are the caller's own. */
export function curlOf(document: ApiDocument, method: string, path: string, operation: Operation): string {
  const parameters = parametersOf(document, operation);
  const asked = parameters.filter(({ in: place, required }) => place === 'query' && required);
  const query = asked.map(({ name }) => `${name}=…`).join('&');
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"$GOVLEDGER_SERVER${path}${query === '' ? '' : `?${query}`}"`,
    ...((operation.security ?? []).length === 0 ? [] : ['-H "Authorization: Bearer $GOVLEDGER_TOKEN"']),
    ...parameters
      .filter(({ in: place, required }) => place === 'header' && required)
      .map(({ name }) => headerOf(name)),
    ...bodyOf(document, operation),
  ];
  return lines.join(' \\\n  ');
}

const headerOf = (name: string): string =>
  name === 'Idempotency-Key' ? '-H "Idempotency-Key: $(uuidgen)"' : `-H '${name}: "the ETag that was read"'`;

function bodyOf({ components }: ApiDocument, { requestBody }: Operation): readonly string[] {
  const [type, media]: readonly [string?, Media?] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type === undefined || media === undefined) return [];
  if (type !== 'application/json') return ["-H 'Content-Type: application/pdf'", '--data-binary @FILE'];
  const head = `-H 'Content-Type: ${type}'`;
  const example = media.example ?? exampleFrom(media.schema, components.schemas);
  return [head, `-d '${JSON.stringify(example, null, 2).replaceAll("'", "'\\''")}'`];
}
