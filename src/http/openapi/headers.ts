import type { AnswerSpec } from '../route.ts';
import type { ApiResponse, Header, Parameter, Ref } from './api-document.ts';
import type { Described } from './described.ts';

const text = { type: 'string' } as const;

/** Request headers that a route may read, by the name of their component. */
export const requestHeaders: Readonly<Record<string, Parameter>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'The id of the command: a UUID, version 4 or 7, made by the caller. Sent again with the same body it acts once and gives the first answer, with `replayed: true`.',
    schema: { type: 'string', format: 'uuid' },
    example: '0196f3f0-5a3e-7c1d-9a52-5b1f0c6d2e11',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description:
      'The `ETag` of what was read before. Where something has changed since, the answer is 412 and says what.',
    schema: text,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'An `ETag` read before: where nothing has changed since, the answer is 304, without a body.',
    schema: text,
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The index of the last event that was received: the stream goes on behind it.',
    schema: { type: 'string', pattern: '^\\d{1,15}$' },
  },
};

/** `Accept` is OpenAPI's own: it follows from the media types of the answers. */
const componentOf = {
  'idempotency-key': 'IdempotencyKey',
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  'last-event-id': 'LastEventId',
  accept: null,
} as const;

export const headerParameters = ({ headers = [] }: Described): readonly Ref[] =>
  headers.flatMap((name) => {
    const component = componentOf[name];
    return component === null ? [] : [{ $ref: `#/components/parameters/${component}` }];
  });

export const responseHeaders: Readonly<Record<string, Header>> = {
  RequestId: {
    description: 'The id of this request, by which the operator finds it in the log.',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  },
  ETag: {
    description:
      'A strong entity tag of what the caller sees; it differs between callers who see differently.',
    required: true,
    schema: { type: 'string', pattern: '^"[^"]+"$' },
  },
  Link: {
    description: 'The next page (RFC 8288, `rel="next"`); absent on the last one.',
    schema: text,
  },
  RetryAfter: {
    description: 'Seconds after which to ask again.',
    schema: { type: 'integer', minimum: 0 },
  },
};

const header = (name: keyof typeof responseHeaders): Ref => ({ $ref: `#/components/headers/${name}` });
type Headers = NonNullable<ApiResponse['headers']>;

/** What every answer carries. */
export const everyAnswer: Headers = { 'X-Request-Id': header('RequestId') };

export const answerHeaders = ({ tagged, paged }: AnswerSpec): Headers => ({
  ...everyAnswer,
  ...(tagged === true ? { ETag: header('ETag') } : {}),
  ...(paged === true ? { Link: header('Link') } : {}),
});

export const refusalHeaders = (status: number): Headers =>
  status === 429 ? { ...everyAnswer, 'Retry-After': header('RetryAfter') } : everyAnswer;
