import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from './package-root.ts';

const Pins = z.record(z.string(), z.string());
const Package = z.object({
  bin: Pins,
  engines: Pins,
  dependencies: Pins,
  devDependencies: Pins,
});
const Lock = z.object({
  packages: z.looseObject({ '': Package }).catchall(z.object({ resolved: z.string().optional() })),
});

const read = (name: string) => readFileSync(join(packageRoot, name), 'utf8');
const own = Package.parse(JSON.parse(read('package.json')));
const lock = Lock.parse(JSON.parse(read('package-lock.json')));

describe('the package', () => {
  it('asks for Node 20.19 or newer', () => expect(own.engines).to.deep.equal({ node: '>=20.19' }));

  it('pins the compiler and the linter exactly', () =>
    expect(own.devDependencies).to.include({ typescript: '7.0.2', '@biomejs/biome': '2.5.15' }));

  it('pins every dependency to one version', () => {
    for (const version of Object.values({ ...own.dependencies, ...own.devDependencies })) {
      expect(version).to.match(/^\d+\.\d+\.\d+$/);
    }
  });

  it('has a lock file that says the same', () => expect(lock.packages['']).to.deep.equal(own));

  it('has a lock file that says of no package where it came from', () => {
    expect(Object.values(lock.packages).filter((entry) => 'resolved' in entry)).to.deep.equal([]);
    expect(read('package-lock.json')).not.to.include('registry');
  });

  const settings = [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'tsconfig.json',
    'biome.json',
    '.mocharc.json',
  ];
  for (const name of [...settings, '.c8rc.json', '.ci/run']) {
    it(`names no place on a developer's machine in ${name}`, () =>
      expect(read(name)).not.to.match(/file:|\/(home|Users|root|work|tmp|opt)\/|[A-Z]:\\/));
  }
});
