import { type ComponentChildren, h } from 'preact';
import { type ProblemKind, problemKinds, tellsFacts } from '../../problems/problems.ts';
import type { Page } from './page.ts';
import { inline } from './prose.ts';

const head = (text: string): ComponentChildren => h('th', { role: 'columnheader', scope: 'col' }, text);
const row = ({ code, status, means }: ProblemKind): ComponentChildren =>
  h(
    'tr',
    { role: 'row' },
    h(
      'th',
      { role: 'rowheader', scope: 'row' },
      h('a', { href: `/problems/${code}` }, h('code', null, code)),
    ),
    h('td', { role: 'cell' }, String(status)),
    h('td', { role: 'cell' }, inline(means)),
  );

/** /problems: everything that can be refused. */
export const problemsPage: Page = {
  title: 'govledger: what can be refused',
  text: [
    h('h1', null, 'What can be refused'),
    h(
      'p',
      null,
      'A refusal is a problem as of RFC 9457. Its ',
      h('code', null, 'type'),
      ' is the address of one of these pages and does not change.',
    ),
    h(
      'table',
      { role: 'table' },
      h(
        'thead',
        { role: 'rowgroup' },
        h('tr', { role: 'row' }, ['Code', 'Status', 'What it means'].map(head)),
      ),
      h('tbody', { role: 'rowgroup' }, problemKinds.map(row)),
    ),
  ],
};

/** /problems/{code}: one of them. */
export function problemPage(kind: ProblemKind): Page {
  const { code, status, exitCode, means, remedy, facts } = kind;
  const names = Object.entries(facts);
  return {
    title: `govledger: ${code}`,
    text: [
      h('h1', null, h('code', null, code)),
      h('p', null, inline(means)),
      h('h2', null, 'What to do'),
      h('p', null, inline(remedy)),
      names.length === 0
        ? null
        : h('h2', null, tellsFacts(kind) ? 'Facts' : 'Facts, at the command line only'),
      names.length === 0
        ? null
        : h(
            'dl',
            null,
            names.flatMap(([name, says]) => [
              h('dt', null, h('code', null, name)),
              h('dd', null, inline(says)),
            ]),
          ),
      h('h2', null, 'How it is answered'),
      h(
        'p',
        null,
        `Over HTTP with status ${status}`,
        exitCode === null ? '' : `, at the command line with exit code ${exitCode}`,
        '.',
      ),
      h('p', null, h('a', { href: '/problems' }, 'All that can be refused')),
    ],
  };
}
