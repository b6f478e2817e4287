import { expect } from 'chai';
import { describe, it } from 'mocha';
import { erasureStream, ledgerStream, submissionStream } from '../../events/stream.ts';
import { Redecision } from '../../src/redecide/redecision.ts';
import { Recorder, type Recording, uuid } from '../recorded.ts';
import { found } from './redecided.ts';

describe('re-decision of holds, erasures and reports', () => {
  const [privacy, auditor] = [uuid('privacy'), uuid('auditor')];
  const by = (person: string, role: 'privacy-officer' | 'auditor' | 'reporter') => ({
    by: person,
    role,
    basis: { directory: 3 },
  });

  /** A directory with a privacy officer and an auditor in it, and what they did. */
  function redecide(...acts: readonly ((recorder: Recorder) => Recording)[]): readonly string[] {
    const recorder = new Recorder();
    const redecision = new Redecision();
    let index = 0;
    for (const act of acts)
      for (const event of act(recorder).events) {
        redecision.add(index, event);
        index += 1;
      }
    return found(redecision.finish()).filter((each) => /SOD-8|unknown-reference|held/.test(each));
  }
  const hold = uuid('hold');
  const submission = uuid('submission');
  const received = (recorder: Recorder) =>
    recorder.record(submissionStream(submission), [
      { type: 'SubmissionReceived', data: { framework: 'tests', fields: {} } },
    ]);
  const people = (recorder: Recorder) =>
    recorder.record('directory', [
      {
        type: 'PersonRegistered',
        data: { person: privacy, kind: 'human', name: 'P', secret: 'A'.repeat(43) },
      },
      { type: 'RoleGranted', data: { person: privacy, role: 'privacy-officer' } },
      {
        type: 'PersonRegistered',
        data: { person: auditor, kind: 'human', name: 'A', secret: 'A'.repeat(43) },
      },
      { type: 'RoleGranted', data: { person: auditor, role: 'auditor' } },
    ]);
  const placed = (recorder: Recorder) =>
    recorder.record(
      ledgerStream,
      [{ type: 'HoldPlaced', data: { hold, submissions: [submission], people: [], reason: 'A suit' } }],
      by(privacy, 'privacy-officer'),
    );
  const released = (person: string, role: 'privacy-officer' | 'auditor') => (recorder: Recorder) =>
    recorder.record(
      ledgerStream,
      [{ type: 'HoldReleased', data: { hold, reason: 'It ended' } }],
      by(person, role),
    );
  const erasure = erasureStream(uuid('erasure'));
  const proposal = uuid('asked');
  const asked = (recorder: Recorder) =>
    recorder.record(
      erasure,
      [
        {
          type: 'ErasureProposed',
          data: { submissions: [submission], people: [], ground: 'other', reason: 'Asked for' },
        },
      ],
      { ...by(privacy, 'privacy-officer'), command: proposal },
    );

  it('finds a hold that was released by who placed it, or that was never placed', () => {
    expect(redecide(people, received, placed, released(privacy, 'privacy-officer'))).to.include(
      'separation-of-duties SOD-8',
    );
    expect(redecide(people, received, placed, released(auditor, 'auditor'))).to.deep.equal([]);
    expect(redecide(people, received, released(auditor, 'auditor'))).to.include(
      'rule-broken unknown-reference',
    );
  });

  it('finds an erasure of a case that a standing hold covers, and one that its proposer approved', () => {
    expect(redecide(people, received, placed, asked)).to.include('rule-broken held');
    expect(redecide(people, received, asked)).to.deep.equal([]);
    const approved = (recorder: Recorder) => {
      const proposed = asked(recorder);
      const head = proposed.events[0]?.id ?? '';
      const approval = recorder.record(
        erasure,
        [{ type: 'ErasureApproved', data: { proposal: head } }],
        by(privacy, 'privacy-officer'),
      );
      return { ...approval, events: [...proposed.events, ...approval.events] };
    };
    expect(redecide(people, received, approved)).to.include('separation-of-duties SOD-8');
  });

  it('finds a report that its author approved, and one that nobody did', () => {
    const report = (recorder: Recorder) => {
      const stream = `report-${uuid('report')}`;
      const generated = recorder.record(
        stream,
        [
          {
            type: 'ReportGenerated',
            data: {
              definition: 'yearly',
              version: 1,
              from: '2026-01-01T00:00:00.000Z',
              to: '2026-12-31T00:00:00.000Z',
              cut: 1,
              files: [{ file: 'a.csv', sha256: '0'.repeat(64) }],
            },
          },
        ],
        by(auditor, 'reporter'),
      );
      const id = generated.events[0]?.id ?? '';
      const approval = recorder.record(
        stream,
        [{ type: 'ReportApproved', data: { generated: id } }],
        by(auditor, 'reporter'),
      );
      const published = recorder.record(stream, [
        { type: 'ReportPublished', data: { generated: id, approval: uuid('none') } },
      ]);
      return { ...published, events: [...generated.events, ...approval.events, ...published.events] };
    };
    expect(redecide(people, report)).to.deep.equal([
      'separation-of-duties SOD-8',
      'rule-broken unknown-reference',
    ]);
  });
});
