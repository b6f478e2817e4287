import { LedgerError } from '../../../events/errors.ts';
import type { Ledger } from '../../folder/open-ledger.ts';
import { type Caller, notSignedIn, operatorCaller } from '../../identity/caller.ts';
import { type Viewer, viewerOf } from '../../members/viewer.ts';
import type { Context } from '../context.ts';
import { withIdentity } from '../opened-identity.ts';
import { reading, writing } from '../opened-ledger.ts';
import { folderAnswers } from './folder-answers.ts';
import type { Wanting } from './open.ts';
import type { Answered, Reach, Request } from './reach.ts';

/** Opens the data folder, as the one writer where something is to be recorded, for whoever's token is shown. */
export function withFolder<T>(
  context: Context,
  token: string | null,
  wanting: Wanting,
  work: (reach: Reach) => Promise<T>,
): Promise<T> {
  const open = wanting === 'writes' ? writing : reading;
  return open(context, async (ledger) => {
    // What another process recorded before has to show to whoever names it.
    if (wanting === 'writes') await ledger.projector.waitFor();
    const caller = token === null ? operatorCaller(ledger.operator) : await callerOf(context, token);
    const viewer = viewerOf(caller, await ledger.handler.directory.now());
    if (viewer === null) throw notSignedIn();
    return work(new FolderReach(ledger, viewer));
  });
}

const callerOf = (context: Context, token: string): Promise<Caller> =>
  withIdentity(context, async (identity) => {
    const caller = await identity.callerOfToken(token);
    if (caller === null) throw notSignedIn();
    return caller;
  });

/** Answers what a server would, from an open folder. */
class FolderReach implements Reach {
  readonly by = 'folder';
  readonly where: string;
  readonly asPerson: boolean;
  readonly #ledger: Ledger;
  readonly #viewer: Viewer;

  constructor(ledger: Ledger, viewer: Viewer) {
    this.where = ledger.folder.path;
    this.asPerson = viewer.via !== 'operator';
    this.#ledger = ledger;
    this.#viewer = viewer;
  }

  async ask(request: Request): Promise<Answered> {
    for (const { method, path, answer } of folderAnswers) {
      const named = method === request.method ? namedIn(path, request.path) : null;
      if (named !== null) return answer({ ledger: this.#ledger, viewer: this.#viewer, named, request });
    }
    throw new LedgerError('not-found', `there is nothing at ${request.path}`, {
      what: 'address',
      id: request.path,
    });
  }

  async *lines({ query = {} }: Request, signal: AbortSignal): AsyncGenerator<string> {
    let left = Number(query['limit'] ?? Number.MAX_SAFE_INTEGER);
    for await (const { body } of this.#ledger.store.readAll()) {
      if (signal.aborted || left <= 0) return;
      left -= 1;
      yield body;
    }
  }
}

/** What stands in the places of a template; null where the address is another one. */
function namedIn(template: string, path: string): Readonly<Record<string, string>> | null {
  const parts = template.split('/');
  const given = path.split('/');
  if (parts.length !== given.length) return null;
  const named: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const value = given[i] ?? '';
    if (part.startsWith('{')) named[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return named;
}
