import { LedgerError } from '../../../events/errors.ts';
import { handOver } from '../../asking/hand-over.ts';
import { prepare } from '../../asking/prepare.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { Names } from '../../members/names.ts';
import type { Viewer } from '../../members/viewer.ts';
import { frameworkVersion } from '../framework-versions.ts';
import { readSubmission } from '../submissions.ts';
import type { Answered, Request } from './reach.ts';

export interface Question {
  readonly ledger: Ledger;
  readonly viewer: Viewer;
  readonly named: Readonly<Record<string, string>>;
  readonly request: Request;
}

export interface FolderAnswer {
  readonly method: Request['method'];
  readonly path: string;
  readonly answer: (question: Question) => Promise<Answered>;
}

const said = (body: unknown, status = 200): Answered => ({ status, body, etag: null });

export const folderAnswers: readonly FolderAnswer[] = [
  {
    method: 'GET',
    path: '/api/me',
    answer: async ({ ledger, viewer: { person, via, roles, teams } }) =>
      said({ person, name: await new Names(ledger).of(person), via, roles, teams }),
  },
  {
    method: 'GET',
    path: '/api/people',
    answer: async ({ ledger, request: { query = {} } }) => {
      const { after, limit } = query;
      return said(
        ledger.views.people({
          limit: Number(limit ?? 100),
          ...(after === undefined ? {} : { after: String(after) }),
        }),
      );
    },
  },
  {
    method: 'GET',
    path: '/api/submissions',
    answer: async ({ ledger, request: { query = {} } }) => {
      const { after, limit } = query;
      const page = ledger.views.submissions({}, new Date().toISOString(), {
        limit: Number(limit ?? 100),
        ...(after === undefined ? {} : { before: Number(after) }),
      });
      return said(page);
    },
  },
  {
    method: 'GET',
    path: '/api/submissions/{submission}',
    answer: async ({ ledger, named }) => {
      const submission = named['submission'] ?? '';
      const state = ledger.views.state(submission);
      if (state === null)
        throw new LedgerError('not-found', `there is no submission ${submission}`, {
          what: 'submission',
          id: submission,
        });
      const { people } = await readSubmission(ledger, submission);
      return said({ submission, state, people: Object.fromEntries(people) });
    },
  },
  {
    method: 'GET',
    path: '/api/frameworks/{framework}',
    answer: async ({ ledger, named }) => {
      const key = named['framework'] ?? '';
      const state = ledger.views.framework(key);
      if (state === null)
        throw new LedgerError('not-found', `there is no framework ${key}`, { what: 'framework', id: key });
      return said({ key, ...state });
    },
  },
  {
    method: 'GET',
    path: '/api/frameworks/{framework}/versions/{version}',
    answer: async ({ ledger, named }) =>
      said(frameworkVersion(ledger, named['framework'] ?? '', named['version'] ?? '')),
  },
  {
    method: 'POST',
    path: '/api/submissions',
    answer: (question) => recorded(question, 'receive-submission', {}),
  },
  {
    method: 'POST',
    path: '/api/submissions/{submission}/{command}',
    answer: (question) =>
      recorded(question, question.named['command'] ?? '', { submission: question.named['submission'] ?? '' }),
  },
  {
    method: 'POST',
    path: '/api/frameworks/{framework}/{command}',
    answer: (question) =>
      recorded(question, question.named['command'] ?? '', { framework: question.named['framework'] ?? '' }),
  },
  {
    method: 'POST',
    path: '/api/directory/{command}',
    answer: (question) => recorded(question, question.named['command'] ?? '', {}),
  },
];

async function recorded(
  { ledger, viewer, request }: Question,
  name: string,
  about: { readonly submission?: string; readonly framework?: string },
): Promise<Answered> {
  const id = request.once ?? '';
  const { asked, subject } = prepare({
    id,
    name,
    data: request.body,
    ...about,
  });
  const { person, via } = viewer;
  const { stream, events, recordedAt, replayed, position } = await handOver(ledger.handler, {
    id,
    asked,
    subject,
    actor: person,
    via,
  });
  await ledger.projector.waitFor(position);
  return said(
    {
      command: id,
      ...(stream.startsWith('submission-') ? { submission: subject } : {}),
      ...(asked.name === 'register-person' ? { person: asked.data.person } : {}),
      stream,
      events,
      recordedAt,
      replayed,
    },
    replayed ? 200 : 201,
  );
}
