import { decodeDisclosure } from '../../events/disclosure.ts';
import { secrecy } from '../../events/fields.ts';
import type { SubmissionFields } from '../../events/submission-fields.ts';
import type { Entrance } from './entrance.ts';
import type { Shown } from './names.ts';
import type { MembersOptions } from './reader.ts';
import type { ShownField } from './submission.ts';
import type { Viewer } from './viewer.ts';

/** The one field that says in a line what a submission is. Frameworks name it as they like. */
export function titleField(fields: readonly string[]): string | null {
  return (
    fields.find((each) => each === 'title') ??
    fields.find((each) => /(?:^|[._-])(?:title|name)$/.test(each)) ??
    null
  );
}

/** Titles of a list, opened for one viewer as they are asked for, and noted together. */
export class Titles {
  readonly #options: MembersOptions;
  readonly #entrance: Entrance;
  readonly #viewer: Viewer;
  #opened = 0;

  constructor(options: MembersOptions, entrance: Entrance, viewer: Viewer) {
    this.#options = options;
    this.#entrance = entrance;
    this.#viewer = viewer;
  }

  static among(fields: readonly ShownField[]): Shown {
    const name = titleField(fields.map(({ field }) => field));
    const found = fields.find(({ field }) => field === name);
    if (found?.state === 'opened') return { state: 'opened', text: String(found.value) };
    return { state: found?.state === 'erased' ? 'erased' : 'sealed' };
  }

  async of(submission: string): Promise<Shown> {
    const state = this.#options.views.state(submission);
    const field = state === null ? undefined : this.#titleIn(state.fields);
    if (field?.digest === undefined) return { state: 'sealed' };
    const sight = await this.#entrance.enter(this.#viewer, submission);
    if (secrecy(field.audience) > secrecy(sight.audience)) return { state: 'sealed' };
    const found = (await this.#options.vault.open([field.digest])).get(field.digest);
    if (found?.state === 'erased') return { state: 'erased' };
    if (found?.state !== 'opened') return { state: 'sealed' };
    this.#opened += 1;
    const { value } = decodeDisclosure(found.disclosure.disclosure);
    return { state: 'opened', text: typeof value === 'string' ? value : JSON.stringify(value) };
  }

  #titleIn(fields: SubmissionFields): SubmissionFields[string] | undefined {
    const name = titleField(Object.keys(fields));
    return name === null ? undefined : fields[name];
  }

  /** One entry of the access log for the whole list. */
  note(purpose: string): void {
    if (this.#opened === 0) return;
    const { person } = this.#viewer;
    this.#options.access.record({ person, submission: '', fields: ['fields.title'], purpose });
  }
}
