import { expect } from 'chai';
import { describe, it } from 'mocha';
import { jossActs } from '../../../scripts/joss/acts.ts';
import { paperActs } from '../../../scripts/joss/paper-acts.ts';
import type { Paper } from '../../../scripts/joss/raw.ts';
import { generatedText } from '../../../scripts/joss/texts.ts';
import { collected, ndjson, withFiles } from '../raw/folder.ts';
import { paper } from './papers.ts';

const names = (changes: Partial<Paper>, actors: readonly string[] = []): string[] =>
  paperActs(paper(changes), actors).map(({ act }) => act);
const seatsOf = (changes: Partial<Paper>): unknown =>
  paperActs(paper(changes), []).find(({ act }) => act === 'convene-panel')?.['seats'];

describe('paperActs', () => {
  it('follows the dates, and the process where they do not tell', () => {
    const whole = [
      'receive-submission',
      'screen-submission',
      'convene-panel',
      'add-comment',
      'propose-decision',
      'issue-decision',
      'publish-decision',
    ];
    expect(names({}, ['u0002'])).to.deep.equal(whole);
    expect(names({ published: '2020-03-12' }, ['u0002'])).to.deep.equal(whole);
  });

  it('puts a publication before the end of the review, and a review before the end of its pre-review, where the dates do', () => {
    expect(names({ published: '2020-02-01' })).to.deep.equal([
      'receive-submission',
      'screen-submission',
      'convene-panel',
      'publish-decision',
      'propose-decision',
      'issue-decision',
    ]);
    expect(names({ prereview_closed: '2020-01-20' }).slice(0, 3)).to.deep.equal([
      'receive-submission',
      'convene-panel',
      'screen-submission',
    ]);
  });

  it('receives a paper without pre-review when its review opens, and does not screen it', () => {
    const acts = paperActs(
      paper({ prereview_number: null, prereview_opened: null, prereview_closed: null }),
      [],
    );
    expect(acts[0]).to.include({ act: 'receive-submission', at: '2020-01-12' });
    expect(acts.map(({ act }) => act)).not.to.include('screen-submission');
  });

  it('receives a paper first, even one that was published before the only issue it has was opened', () => {
    const acts = paperActs(
      paper({ prereview_opened: null, prereview_closed: null, published: '2020-01-02' }),
      [],
    );
    expect(acts.map(({ act, at }) => [act, at]).slice(0, 3)).to.deep.equal([
      ['receive-submission', '2020-01-12'],
      ['publish-decision', '2020-01-02'],
      ['convene-panel', '2020-01-12'],
    ]);
  });

  it('keeps every label as printed, and seats nobody behind an empty or a struck-through one', () => {
    expect(seatsOf({ editor: 'u0001~2', reviewers: ['u0002~3', '', '<s>u0004</s>', 'u0002'] })).to.deep.equal(
      [
        { seat: 'editor', capacity: 'editor', label: 'u0001~2', holder: 'u0001' },
        { seat: 'reviewer-1', capacity: 'reviewer', label: 'u0002~3', holder: 'u0002' },
        { seat: 'reviewer-2', capacity: 'reviewer', label: '' },
        { seat: 'reviewer-3', capacity: 'reviewer', label: '<s>u0004</s>' },
        { seat: 'reviewer-4', capacity: 'reviewer', label: 'u0002', holder: 'u0002' },
      ],
    );
  });

  it('gives a comment the span of its review, its place in the list, and the capacity that the assignment shows', () => {
    const actors = ['bot1', 'u0001', 'u0003', 'u0099'];
    const acts = paperActs(paper({ editor: 'u0001~2', reviewers: ['u0001', '<s>u0003</s>'] }), actors);
    const comments = acts.filter(({ act }) => act === 'add-comment');
    expect(comments.map((act) => act.as)).to.deep.equal(['bot', 'editor', 'reviewer', 'other']);
    expect(comments[2]).to.deep.equal({
      act: 'add-comment',
      key: '10.99999/invented.1/comment/3',
      submission: '10.99999/invented.1',
      at: { from: '2020-01-12', to: '2020-03-12' },
      by: 'u0003',
      as: 'reviewer',
    });
  });

  it('leaves the time of comments and recommendation unknown while the review is open, and decides nothing', () => {
    const acts = paperActs(paper({ review_closed: null }), ['u0002']);
    expect(acts.map(({ act }) => act)).to.deep.equal([
      'receive-submission',
      'screen-submission',
      'convene-panel',
      'add-comment',
      'propose-decision',
      'publish-decision',
    ]);
    expect(acts[3]).not.to.have.property('at');
    expect(acts[4]).not.to.have.property('at');
  });

  it('puts a retraction last and without a time, for none is known', () => {
    const acts = paperActs(paper({ final_state: 'retracted' }), []);
    expect(acts.at(-1)).to.deep.equal({
      act: 'revoke-decision',
      key: '10.99999/invented.1/retracted',
      submission: '10.99999/invented.1',
    });
  });

  it('invents no text, and with a size gives the same text for the same comment again', () => {
    const texts = (bytes?: number): unknown[] =>
      paperActs(paper(), ['u0002', 'u0002'], bytes === undefined ? {} : { textBytes: bytes })
        .filter(({ act }) => act === 'add-comment')
        .map((act) => act['text']);
    expect(texts()).to.deep.equal([undefined, undefined]);
    expect(texts(400)).to.deep.equal(texts(400));
    expect(texts(400)[0]).not.to.equal(texts(400)[1]);
    expect([1, 64, 65, 400].map((bytes) => Buffer.byteLength(generatedText('k', bytes)))).to.deep.equal([
      1, 64, 65, 400,
    ]);
  });
});

describe('jossActs', () => {
  it('names everyone once before the first paper, bots as services', async () => {
    const files = {
      'submissions.ndjson': ndjson([
        paper({ editor: 'u0002~2', reviewers: ['u0001', '', '<s>u0004</s>'] }),
        paper({ submission: '10.99999/invented.2' }),
      ]),
      'review_comments.ndjson': ndjson([
        { submission: '10.99999/invented.1', actors: ['bot1', 'u0009', 'u0002'] },
      ]),
    };
    const acts = await withFiles(files, (folder) => collected(jossActs(folder)));
    expect(acts.map(({ act }) => act).slice(0, 9)).to.deep.equal([
      'framework',
      ...Array.from({ length: 6 }, () => 'person'),
      'receive-submission',
      'screen-submission',
    ]);
    expect(acts.slice(1, 7).map((act) => [act['person'], act['kind']])).to.deep.equal([
      ['bot1', 'service'],
      ['u0001', 'human'],
      ['u0002', 'human'],
      ['u0003', 'human'],
      ['u0004', 'human'],
      ['u0009', 'human'],
    ]);
    expect(new Set(acts.map(({ key }) => key)).size).to.equal(acts.length);
  });
});
