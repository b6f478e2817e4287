import { LedgerError } from '../../events/errors.ts';
import type { Participation } from '../../projections/submission-row.ts';
import type { Directory } from '../handle/directory.ts';
import type { Views } from '../projector/views.ts';
import { mayEnter, type Sight, sightOf } from './sight.ts';
import type { Viewer } from './viewer.ts';

/** Lets people in to the submissions that they see. To anybody else there is none, whether there is one or not. */
export class Entrance {
  readonly #directory: Pick<Directory, 'now' | 'pseudonymIfKept'>;
  readonly #views: Views;

  constructor(directory: Pick<Directory, 'now' | 'pseudonymIfKept'>, views: Views) {
    this.#directory = directory;
    this.#views = views;
  }

  /**
   * What the viewer may see of a submission. It is asked the same, at the same cost, for one that there is not: who takes
   * part is looked up by a pseudonym that anybody has in any id.
   * @throws LedgerError `not-found`, in the same words for what there is not, what is foreign and what is fenced
   */
  async enter(viewer: Viewer, submission: string): Promise<Sight> {
    const found = await this.partOf(viewer, submission);
    if (!mayEnter(viewer, found.as)) throw noSubmission(submission);
    const state = this.#views.state(submission);
    if (state === null) throw noSubmission(submission);
    return sightOf(viewer, found.pseudonym, found.as, state);
  }

  /** Whether somebody is fenced off: their acts are refused on record. */
  async isFenced(viewer: Viewer, submission: string): Promise<boolean> {
    return (await this.partOf(viewer, submission)).as.includes('fenced');
  }

  /** Whether somebody sees every case but those that they are fenced off from. */
  seesAll(viewer: Viewer): boolean {
    return mayEnter(viewer, []);
  }

  /**
   * How somebody takes part in a submission, and their pseudonym there. Once their secret is erased nobody can tell any
   * more from what they are fenced off: they are taken to be, everywhere.
   */
  async partOf({ person }: Viewer, submission: string): Promise<Part> {
    await this.#directory.now();
    const pseudonym = await this.#directory.pseudonymIfKept(person, submission);
    if (pseudonym === null) return { pseudonym: '', as: ['fenced'] };
    return { pseudonym, as: this.#views.participations(submission, pseudonym) };
  }
}

export interface Part {
  readonly pseudonym: string;
  readonly as: readonly Participation['as'][];
}

export const noSubmission = (id: string): LedgerError =>
  new LedgerError('not-found', `there is no submission ${id}`, { what: 'submission', id });
