import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseAsked } from '../../src/commands/parse.ts';
import { refusal } from '../vault/refusals.ts';

const record = (length: number, value: unknown) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`k-${index}`, value]));
const attachment = {
  blob: '3f2b8c1e-6d4a-4f0b-9c7e-1a2b3c4d5e6f',
  sha256: '0'.repeat(64),
  bytes: 1,
  mediaType: 'text/plain',
  name: 'a.txt',
};
const evidence = { decision: attachment.blob, condition: 'tested', evidence: 'It was tested.' };

describe('what is too long for an event', () => {
  const cases: readonly [string, string, number, unknown, object][] = [
    ['receive-submission', 'fields', 150, 'text', { framework: 'sample' }],
    ['receive-submission', 'attachments', 100, attachment, { framework: 'sample', fields: {} }],
    ['revise-submission', 'fields', 150, 'text', {}],
    ['screen-submission', 'rebuttals', 60, 'text', { scope: 'in' }],
    ['submit-evidence', 'attachments', 100, attachment, evidence],
  ];
  for (const [command, field, limit, value, rest] of cases) {
    it(`is refused when the command is read, by field and limit: ${field} of ${command}`, () => {
      expect(parseAsked(command, { ...rest, [field]: record(limit, value) }).name).to.equal(command);
      const { facts } = refusal(
        () => parseAsked(command, { ...rest, [field]: record(limit + 1, value) }),
        'invalid-command',
      );
      expect(facts).to.deep.equal({ command, field, rule: `at most ${limit} entries` });
    });
  }

  it('is refused so for a text', () => {
    const data = { visibility: 'participants', text: 'x'.repeat(20_001) };
    expect(refusal(() => parseAsked('add-comment', data), 'invalid-command').facts).to.include({
      field: 'text',
    });
  });
});
