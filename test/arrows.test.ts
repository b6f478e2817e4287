import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from './package-root.ts';

const Report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), message: z.string(), location: z.object({ path: z.string() }) }),
  ),
});

const EVENTS = 'events/ imports nothing above it';
const EVENTS_IO = 'events/ touches nothing outside itself: of Node it may import node:crypto alone';
const PROJECTIONS = 'projections/ reads events/ alone';
const PROJECTIONS_IO = 'projections/ are pure folds: of Node they may import node:crypto alone';
const SOURCES = 'src/ imports nothing from scripts/ or test/';
const VERIFIER_IO = 'what verifies touches nothing outside itself: of Node it may import node:crypto alone';
const VERIFIER = 'what verifies needs no database and no server';

/** Folder of the importing file, its one statement, and what our linter's settings say of it. */
const cases: readonly (readonly [folder: string, statement: string, refusal?: string])[] = [
  ['events', "import '../projections/a.ts';", EVENTS],
  ['events', "import '../src/a.ts';", EVENTS],
  ['events', "import '../scripts/a.ts';", EVENTS],
  ['events', "import 'node:fs';", EVENTS_IO],
  ['projections', "import '../src/a.ts';", PROJECTIONS],
  ['projections', "import '../scripts/a.ts';", PROJECTIONS],
  ['projections', "import '../dist/src/a.js';", PROJECTIONS],
  ['projections', "export { a } from '../src/a.ts';", PROJECTIONS],
  ['projections', "export type { a } from '../src/a.ts';", PROJECTIONS],
  ['projections', "export const load = () => import('../src/a.ts');", PROJECTIONS],
  ['projections/merkle', "import '../../src/store/a.ts';", PROJECTIONS],
  ['projections', "import 'node:fs';", PROJECTIONS_IO],
  ['src', "import '../scripts/a.ts';", SOURCES],
  ['src/cli', "import '../../test/a.ts';", SOURCES],
  ['src/verify', "import 'node:fs';", VERIFIER_IO],
  ['src/checkpoint', "import 'node:net';", VERIFIER_IO],
  ['src/verify', "import '../store/a.ts';", VERIFIER],
  ['src/verify', "import 'express';", VERIFIER],
  ['src/checkpoint', "import '../vault/a.ts';", VERIFIER],
  ['src/verify', "import '../../test/a.ts';", SOURCES],
  ['events', "import './a.ts';"],
  ['events', "import 'node:crypto';"],
  ['projections', "import '../events/a.ts';"],
  ['src/decider', "import '../../projections/a.ts';"],
  ['src/store', "import 'node:fs';"],
  ['src/verify', "import 'node:crypto';"],
  ['src/verify', "import '../checkpoint/a.ts';"],
  ['scripts', "import '../src/a.ts';"],
];
const pathOf = (index: number) => `${cases[index]?.[0]}/case-${index}.ts`;

describe('the import arrows', () => {
  let diagnostics: z.infer<typeof Report>['diagnostics'] = [];

  before(() => {
    const folder = mkdtempSync(join(tmpdir(), 'arrows-'));
    try {
      for (const name of ['biome.json', 'package.json']) cpSync(join(packageRoot, name), join(folder, name));
      cases.forEach(([, statement], index) => {
        mkdirSync(dirname(join(folder, pathOf(index))), { recursive: true });
        writeFileSync(join(folder, pathOf(index)), `${statement}\n`);
      });
      const biome = join(packageRoot, 'node_modules/@biomejs/biome/bin/biome');
      const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
      const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      expect(status).to.equal(1);
      ({ diagnostics } = Report.parse(JSON.parse(stdout)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  cases.forEach(([folder, statement, refusal], index) => {
    it(`${refusal === undefined ? 'allow' : 'refuse'} in ${folder}/: ${statement}`, () => {
      const said = diagnostics
        .filter(({ location }) => location.path === pathOf(index))
        .map(({ category, message }) => `${category}: ${message}`);
      expect(said).to.deep.equal(refusal === undefined ? [] : [`lint/style/noRestrictedImports: ${refusal}`]);
    });
  });
});
