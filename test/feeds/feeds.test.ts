import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Waiting } from '../../projections/work-queue/waiting.ts';
import { atomOf } from '../../src/feeds/atom.ts';
import { type Feed, feedItem } from '../../src/feeds/feed-item.ts';
import { folded, icsOf, text } from '../../src/feeds/ics.ts';

const submission = '5f0c1c1e-8d0b-4c1e-9a55-0f8f5a5b7c01';
const waiting = (over: Partial<Waiting> = {}): Waiting => ({
  who: { roles: [], person: 'someone', seat: 'ana', team: 'national-security' },
  why: 'record-judgment',
  about: 'ana',
  since: '2026-01-05T10:00:00.123Z',
  due: '2026-02-01T17:00:00.000Z',
  ...over,
});
const undated = waiting({ why: 'answer-information', due: null, since: '2026-01-06T10:00:00.000Z' });
const feed = (...items: readonly Waiting[]): Feed => ({
  id: '0d6f4a9e-52a3-4c1b-8f0e-7f0a3f1d2c11',
  created: '2026-01-01T00:00:00.000Z',
  base: 'https://ledger.example',
  items: items.map((each) => feedItem(submission, each)),
});

/** Content lines, unfolded, as RFC 5545 §3.1 has a reader do it. */
const linesOf = (ics: string): readonly string[] => {
  expect(ics.endsWith('\r\n')).to.equal(true);
  return ics.slice(0, -2).replaceAll('\r\n ', '').split('\r\n');
};

describe('feeds of what waits', () => {
  it('put what is due into the calendar at its due instant, with the date of the data', () => {
    const lines = linesOf(icsOf(feed(waiting())));
    expect(lines).to.include.members([
      'BEGIN:VEVENT',
      'DTSTAMP:20260105T100000Z',
      'DTSTART:20260201T170000Z',
      'SUMMARY:record a judgment',
      `URL:https://ledger.example/api/submissions/${submission}`,
    ]);
    expect(lines.filter((line) => line.startsWith('DUE'))).to.deep.equal([]);
  });

  it('keep what has no due date as a task', () => {
    const lines = linesOf(icsOf(feed(undated)));
    expect(lines).to.include('BEGIN:VTODO').and.not.include('BEGIN:VEVENT');
    expect(lines.some((line) => line.startsWith('DTSTART'))).to.equal(false);
  });

  it('name the same thing the same, and two things apart', () => {
    const one = feedItem(submission, waiting());
    expect(feedItem(submission, waiting({ due: '2026-03-01T00:00:00.000Z' })).id).to.equal(one.id);
    expect(feedItem(submission, waiting({ why: 'judge-again' })).id).to.not.equal(one.id);
    expect(feedItem('5f0c1c1e-8d0b-4c1e-9a55-0f8f5a5b7c02', waiting()).id).to.not.equal(one.id);
  });

  it('say neither team nor person nor seat', () => {
    for (const said of [icsOf(feed(waiting())), atomOf(feed(waiting()))]) {
      expect(said).to.not.match(/national-security|someone|seat|ana\b/i);
    }
  });

  it('fold lines at 75 octets without tearing a character, and give back what was folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 80, maxLength: 400 }), (value) => {
        const line = `SUMMARY:${text(value)}`;
        const pieces = folded(line).split('\r\n');
        for (const piece of pieces) {
          expect(Buffer.byteLength(piece)).to.be.at.most(75);
          expect(Buffer.from(piece).toString()).to.equal(piece);
        }
        expect(pieces.map((piece, i) => (i === 0 ? piece : piece.slice(1))).join('')).to.equal(line);
      }),
    );
  });

  it('escape text as the calendar format asks', () => {
    expect(text('a;b,c\\d\r\ne\nf')).to.equal('a\\;b\\,c\\\\d\\ne\\nf');
  });

  it('are Atom with what RFC 4287 requires, dated by their newest entry', () => {
    const atom = atomOf(feed(waiting(), undated));
    expect(atom).to.include('<id>urn:uuid:0d6f4a9e-52a3-4c1b-8f0e-7f0a3f1d2c11</id>');
    expect(atom.match(/<updated>([^<]*)/)?.[1]).to.equal('2026-01-06T10:00:00.000Z');
    expect(atom.match(/<entry>/g)).to.have.length(2);
    expect(atom).to.include('<author><name>ledger.example</name></author>');
    expect(atom).to.include(`href="https://ledger.example/api/submissions/${submission}"`);
  });

  it('are dated by their beginning while nothing waits', () => {
    expect(atomOf(feed())).to.include('<updated>2026-01-01T00:00:00.000Z</updated>');
    expect(linesOf(icsOf(feed()))).to.have.length(6);
  });
});
