import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SubmissionEvent } from '../../events/catalogue.ts';
import type { RecordedEvent } from '../../events/decode.ts';
import type { Occurred } from '../../events/time.ts';
import { asOf } from '../../projections/as-of.ts';
import { Recorder } from '../recorded.ts';
import { submission } from './story.ts';

const comment: SubmissionEvent = { type: 'CommentAdded', data: { visibility: 'public' } };
const recordedAt = '2026-06-01T00:00:00.000Z';

class Story {
  readonly events: RecordedEvent[] = [];
  readonly #recorder = new Recorder();

  add(event: SubmissionEvent, at: string, occurred?: Occurred): this {
    const circumstance = {
      at,
      imported: { source: 'tests', broke: [] },
      ...(occurred === undefined ? {} : { occurred }),
    };
    this.events.push(...this.#recorder.record(`submission-${submission}`, [event], circumstance).events);
    return this;
  }

  happened(occurred?: Occurred, at = recordedAt): this {
    return this.add(comment, at, occurred);
  }

  corrects(revision: number, occurred?: Occurred, at = recordedAt): this {
    const entry = this.events[revision]?.id ?? '';
    const data = {
      entry,
      field: 'occurred',
      visibility: 'public',
      ...(occurred === undefined ? {} : { occurred }),
    } as const;
    return this.add({ type: 'EntryCorrected', data }, at);
  }

  /** Revisions of what had happened by then. */
  asOf(at: string, known = this.events.length): readonly number[] {
    return asOf(this.events.slice(0, known), at).map(({ revision }) => revision);
  }
}
const story = (): Story => new Story();

describe('what had happened as of an instant', () => {
  it('is bounded by the recording where nothing else is said, the instant itself included', () => {
    const one = story().happened();
    expect(one.asOf(recordedAt)).to.deep.equal([0]);
    expect(one.asOf('2026-05-31T23:59:59.999Z')).to.deep.equal([]);
  });

  it('takes a day, a month and a span by their end', () => {
    const one = story()
      .happened('2020-02-10')
      .happened('2020-02')
      .happened({ from: '2019-01', to: '2020-03' });
    expect(one.asOf('2020-02-10T23:59:59.998Z')).to.deep.equal([]);
    expect(one.asOf('2020-02-10T23:59:59.999Z')).to.deep.equal([0]);
    expect(one.asOf('2020-02-29T23:59:59.999Z')).to.deep.equal([0, 1]);
    expect(one.asOf('2020-03-31T23:59:59.999Z')).to.deep.equal([0, 1, 2]);
  });

  it('bounds an unknown time by the next dated entry of the stream, and by its own recording', () => {
    const one = story().happened('unknown').happened('unknown').happened('2020-05-01');
    expect(one.asOf('2020-05-01T23:59:59.999Z')).to.deep.equal([0, 1, 2]);
    expect(one.asOf('2020-05-01T23:59:59.998Z')).to.deep.equal([]);
    const last = story().happened('2020-05-01').happened('unknown', '2021-01-01T00:00:00.000Z').happened();
    expect(last.asOf('2020-12-31T00:00:00.000Z')).to.deep.equal([0]);
    expect(last.asOf('2021-01-01T00:00:00.000Z')).to.deep.equal([0, 1]);
  });

  it('never reorders, and may leave out the middle', () => {
    const one = story().happened('2020-01-03').happened('2020-01-09').happened('2020-01-01');
    expect(one.asOf('2020-01-05T00:00:00.000Z')).to.deep.equal([0, 2]);
  });

  it('takes a corrected time where it is known, and the correction from the time of its entry', () => {
    const one = story().happened('2020-01-03').corrects(0, '2020-03-03');
    expect(one.asOf('2020-02-01T00:00:00.000Z')).to.deep.equal([]);
    expect(one.asOf('2020-02-01T00:00:00.000Z', 1)).to.deep.equal([0]);
    expect(one.asOf('2020-03-04T00:00:00.000Z')).to.deep.equal([0, 1]);
  });

  it('holds the newest correction, and corrections of corrections as old as the first entry', () => {
    const one = story()
      .happened('2020-01-03')
      .corrects(0, '2020-03-03')
      .corrects(0, '2020-02-02')
      .corrects(1);
    expect(one.asOf('2020-02-03T00:00:00.000Z')).to.deep.equal([0, 1, 2, 3]);
    expect(one.asOf('2020-02-01T00:00:00.000Z')).to.deep.equal([]);
  });
});
