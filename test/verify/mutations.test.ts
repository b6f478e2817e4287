import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { canonical, type Json } from '../../events/canonical.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { parseSignerKey } from '../../src/checkpoint/note-key.ts';
import { encodeEntries, tilePath } from '../../src/checkpoint/tile.ts';
import { manifestText } from '../../src/ledger-export/export-manifest.ts';
import { Findings } from '../../src/verify/finding.ts';
import { walkLog } from '../../src/verify/log-walk.ts';
import { codesOf, type Files, verified } from './exports.ts';
import { another, kindsIn, type Place, placesIn, withValue } from './json-places.ts';
import { MutationTable } from './mutation-table.ts';
import {
  entriesOf,
  madeGood,
  manifestOf,
  richExport,
  textOf,
  trustingRich,
  withManifest,
} from './rich-export.ts';
import { origin } from './rich-ledger.ts';

const lists = 'disclosures.ndjson';
const access = 'access/2026-01-04.ndjson';

const jsonOf = (entry: Uint8Array): Json => JSON.parse(Buffer.from(entry).toString());
const typeOf = (entry: Uint8Array): string =>
  String(placesIn(jsonOf(entry)).find(({ kind }) => kind === 'type')?.value);
const swapped = <T>(list: readonly T[], at: number): T[] => {
  const [one, other] = [list[at], list[at + 1]];
  return one === undefined || other === undefined ? [...list] : list.toSpliced(at, 2, other, one);
};

describe('a mutation of an export', function () {
  this.timeout(240_000);
  let files: Files;
  let entries: readonly Uint8Array[];
  let bundle = '';
  let tile = '';

  before(async () => {
    files = await richExport();
    entries = entriesOf(files);
    const width = entries.length;
    bundle = tilePath({ level: 'entries', index: 0, width });
    tile = tilePath({ level: 0, index: 0, width });
    expect((await verified(files, trustingRich)).findings).to.deep.equal([]);
  });

  const flipped = (path: string, at: number, bit = 1): Files => {
    const bytes = Buffer.from(files.get(path) ?? []);
    bytes.writeUInt8(bytes.readUInt8(at) ^ bit, at);
    return new Map(files).set(path, bytes);
  };
  const withText = (path: string, text: string, of = files): Files =>
    new Map(of).set(path, Buffer.from(text));

  describe('made by whoever holds the folder and no key', () => {
    const table = new MutationTable('Without a key');
    after(() => table.print());

    it('is noticed in every field of every type of event, its name and its value', async () => {
      const seen = new Set<string>();
      let offset = 0;
      for (const entry of entries) {
        const text = Buffer.from(entry).toString('latin1');
        const type = typeOf(entry);
        for (const { kind, path, value } of kindsIn(jsonOf(entry))) {
          if (seen.has(`${type} ${kind}`)) continue;
          seen.add(`${type} ${kind}`);
          const name = path.findLast((step) => typeof step === 'string') ?? '';
          const latin = Buffer.from(JSON.stringify(value)).toString('latin1');
          for (const [part, what] of [
            [JSON.stringify(name), 'name'],
            [latin, 'value'],
          ] as const) {
            const at = text.indexOf(part, text.indexOf(JSON.stringify(name)));
            expect(at, `${type} ${kind}`).to.be.at.least(0);
            const changed = flipped(bundle, offset + 2 + at + Math.floor(part.length / 2));
            table.add('event, each field', `${what} of ${kind}`, await ofTree(changed));
          }
        }
        for (const at of [offset, offset + 1])
          table.add('bundle', 'length of an entry', await ofTree(flipped(bundle, at)));
        offset += 2 + entry.byteLength;
      }
      expect(seen.size).to.be.above(1_300);
      expect(table.unnoticed).to.deep.equal([]);
    });

    /** What the checks of the tree alone find: they are the first of `verifyExport`, and 30 times as fast. */
    async function ofTree(changed: Files): Promise<readonly string[]> {
      const findings = new Findings();
      const reading = { read: async (path: string) => changed.get(path) ?? null };
      await walkLog({ files: reading, findings, size: entries.length, checks: null });
      return findings.list.map(({ code }) => code);
    }

    it('is noticed in the order and the number of the entries, and in every hash of a tile', async () => {
      const bundleOf = (changed: readonly Uint8Array[]): Files =>
        new Map(files).set(bundle, encodeEntries(changed));
      for (let at = 0; at < entries.length - 1; at += 9)
        table.add('bundle', 'two entries swapped', await ofTree(bundleOf(swapped(entries, at))));
      table.add('bundle', 'an entry left out', await ofTree(bundleOf(entries.toSpliced(7, 1))));
      table.add(
        'bundle',
        'an entry twice',
        await ofTree(bundleOf(entries.toSpliced(7, 1, ...entries.slice(6, 8)))),
      );
      table.add(
        'bundle',
        'cut short',
        await ofTree(new Map(files).set(bundle, (files.get(bundle) ?? Buffer.alloc(0)).subarray(0, -1))),
      );
      for (let at = 0; at < entries.length * 32; at += 31)
        table.add('tile', 'a byte of a hash', await ofTree(flipped(tile, at)));
      expect(table.unnoticed).to.deep.equal([]);
    });

    it('is noticed in every line of the checkpoint', async () => {
      const text = textOf(files, 'checkpoint');
      for (let at = 0; at < Buffer.byteLength(text); at += 1)
        await table.tried('checkpoint', 'each byte', flipped('checkpoint', at), trustingRich);
      const lines = text.split('\n');
      const cases: readonly (readonly [string, string])[] = [
        ['its last newline', text.slice(0, -1)],
        ['a line more', `${text}\n`],
        ['an extension line', lines.toSpliced(3, 0, 'extension').join('\n')],
        ['size and root of no entries', lines.toSpliced(1, 1, '0').join('\n')],
        ['a signature of an active key left out', lines.toSpliced(5, 1).join('\n')],
        ['all signatures left out', lines.slice(0, 4).join('\n')],
        ['nothing', ''],
      ];
      for (const [what, changed] of cases)
        await table.tried('checkpoint', what, withText('checkpoint', changed), trustingRich);
      expect(table.unnoticed).to.deep.equal([]);
    });

    it('is noticed in every field of the manifest, also where it is still a manifest', async () => {
      const manifest: Json = JSON.parse(textOf(files, 'manifest.json'));
      for (const { kind, path, value } of placesIn(manifest)) {
        const other = value === 'auditors' ? 'panel' : another(value);
        const changed = `${canonical(withValue(manifest, path, other))}\n`;
        await table.tried('manifest', `another ${kind}`, withText('manifest.json', changed), trustingRich);
      }
      const parsed = manifestOf(files);
      const cases: readonly (readonly [string, string])[] = [
        ['another spelling', JSON.stringify(manifest, null, 1)],
        ['no newline', canonical(manifest)],
        ['a member more', `${canonical({ ...parsed, more: 1 })}\n`],
        ['files in another order', manifestText({ ...parsed, files: swapped(parsed.files, 0) })],
        ['a file left out', manifestText({ ...parsed, files: parsed.files.slice(1) })],
        [
          'a file twice',
          manifestText({
            ...parsed,
            files: parsed.files.toSpliced(0, 1, ...parsed.files.slice(0, 1), ...parsed.files.slice(0, 1)),
          }),
        ],
        [
          'the checkpoint listed',
          manifestText({
            ...parsed,
            files: [...parsed.files, { path: 'checkpoint', bytes: 1, sha256: '0'.repeat(64) }].toSorted(
              (a, b) => (a.path < b.path ? -1 : 1),
            ),
          }),
        ],
      ];
      for (const [what, text] of cases)
        await table.tried('manifest', what, withText('manifest.json', text), trustingRich);
      expect(table.unnoticed).to.deep.equal([]);
    });

    it('is noticed in every file that the manifest lists, in those left out and those put in', async () => {
      for (const [path, bytes] of files) {
        if (path === 'README.txt' || path === 'checkpoint' || path === 'manifest.json') continue;
        const middle = flipped(path, Math.floor(bytes.byteLength / 2));
        await table.tried('any file', `${path}: a byte`, middle, trustingRich);
        await table.tried(
          'any file',
          `${path}: cut`,
          new Map(files).set(path, bytes.subarray(0, -1)),
          trustingRich,
        );
        await table.tried(
          'any file',
          `${path}: longer`,
          new Map(files).set(path, Buffer.concat([bytes, bytes])),
          trustingRich,
        );
      }
      for (const path of files.keys()) {
        const without = new Map(files);
        without.delete(path);
        if (path !== 'README.txt') await table.tried('any file', `${path}: left out`, without, trustingRich);
      }
      for (const path of [
        'more',
        'tile/0/000',
        'tile/1/000.p/1',
        'tile/0/000.p/98',
        'access/2026-01-05.ndjson',
        'manifest.json.old',
      ]) {
        const put = new Map(files).set(path, Buffer.from('x'));
        await table.tried('any file', `${path}: put in`, put, trustingRich);
        if (path !== 'manifest.json.old')
          await table.tried('any file', `${path}: put in and listed`, withManifest(put), trustingRich);
      }
      expect(table.unnoticed).to.deep.equal([]);
    });

    it('is noticed in every field and line of the disclosures, although the manifest fits them again', async () => {
      const lines = textOf(files, lists).split('\n').slice(0, -1);
      const said = (text: string): Files => withManifest(withText(lists, text));
      const joined = (changed: readonly string[]): string => changed.map((line) => `${line}\n`).join('');
      const counts = manifestOf(files).counts;
      for (const [at, line] of lines.entries()) {
        const json: Json = JSON.parse(line);
        for (const { kind, path, value } of placesIn(json)) {
          const changed = canonical(withValue(json, path, another(value)));
          await table.tried(
            'disclosures',
            `another ${kind}`,
            said(joined(lines.with(at, changed))),
            trustingRich,
          );
        }
        const without = withManifest(withText(lists, joined(lines.toSpliced(at, 1))), {
          counts: { ...counts, opened: counts.opened - 1 },
        });
        await table.tried('disclosures', 'a line left out', without, trustingRich);
        if (at % 8 === 0 && at < lines.length - 1)
          await table.tried(
            'disclosures',
            'two lines swapped',
            said(joined(swapped(lines, at))),
            trustingRich,
          );
        if (at % 8 === 0)
          await table.tried(
            'disclosures',
            'a line twice',
            said(joined(lines.toSpliced(at, 0, line))),
            trustingRich,
          );
      }
      const cases: readonly (readonly [string, string])[] = [
        ['an empty line', `${joined(lines)}\n`],
        ['another spelling', joined(lines.with(0, (lines[0] ?? '').replace(':', ': ')))],
        ['no newline at the end', lines.join('\n')],
        ['nothing at all', ''],
      ];
      for (const [what, text] of cases) await table.tried('disclosures', what, said(text), trustingRich);
      expect(table.unnoticed).to.deep.equal([]);
    });

    it('is noticed in the list of keys and the days of reads, although the manifest fits them again', async () => {
      const vkeys = textOf(files, 'log.vkey');
      for (let at = 0; at < vkeys.length; at += 1)
        await table.tried('log.vkey', 'each byte', withManifest(flipped('log.vkey', at)), trustingRich);
      const days = textOf(files, access);
      for (let at = 0; at < days.length; at += 1)
        await table.tried('days of reads', 'each byte', withManifest(flipped(access, at)), trustingRich);
      const lines = days.split('\n').slice(0, -1);
      for (const changed of [lines.slice(0, -1), swapped(lines, 1), [...lines, lines.at(-1) ?? '']])
        await table.tried(
          'days of reads',
          'lines left out, moved, twice',
          withManifest(withText(access, `${changed.join('\n')}\n`)),
          trustingRich,
        );
      const without = new Map(files);
      without.delete(access);
      await table.tried('days of reads', 'a day left out', withManifest(without), trustingRich);
      expect(table.unnoticed).to.deep.equal([]);
    });

    it('passes in README.txt, in lines of keys that nobody gave, and in the verifier itself where the manifest fits it: it is said', async () => {
      const [first] = trustingRich.verifiers;
      const only = { verifiers: first === undefined ? [] : [first] };
      const text = textOf(files, 'checkpoint');
      const other = text.lastIndexOf('=\n') - 5;
      const passes: readonly (readonly [Files, string])[] = [
        [withText('README.txt', 'Trust me.'), 'README.txt'],
        [
          withText('checkpoint', `${text.slice(0, other)}AAAA${text.slice(other + 4)}`),
          'keys that you did not give',
        ],
        [withManifest(withText('verify.mjs', 'console.log("all is well")')), 'verify.mjs'],
      ];
      for (const [changed, said] of passes) {
        const report = await verified(changed, only);
        expect(report.verdict, said).to.equal('proved');
        expect(report.notCovered.join('\n')).to.include(said);
      }
    });
  });

  describe('made by whoever holds the log’s keys, tree and signatures made good again', () => {
    const table = new MutationTable('With the log’s own keys, by what the entries say alone');
    after(() => table.print());

    const tried = async (
      what: string,
      changed: readonly Uint8Array[],
      artefact: string,
    ): Promise<readonly string[]> => {
      const since = files.get('checkpoint') ?? Buffer.alloc(0);
      const report = await verified(await madeGood(files, changed), { ...trustingRich, since });
      const codes = codesOf(report);
      // Whoever kept a checkpoint notices everything.
      expect(codes, what).to.satisfy(
        (all: readonly string[]) => all.includes('since-differs') || all.includes('since-newer'),
      );
      // An earlier export on record tells of any change before it: that must not hide what the other checks find.
      const said = codes.filter((code) => !code.startsWith('since-') && code !== 'exported-head');
      table.add(artefact, what, said);
      return said;
    };
    const withEntry = (at: number, json: Json): readonly Uint8Array[] =>
      entries.with(at, Buffer.from(canonical(json)));

    /** Fields of which the entries alone tell nothing: only a kept checkpoint does, or `redecide`. */
    const unclaimed = (kind: string): boolean =>
      /^(correlation|causation|occurred|recordedAt|imported|actor\.(team|via)|basis\.version)/.test(kind);

    it('is noticed in what the envelope says of place, id, order, actor and basis', async () => {
      const kinds = ['ledger', 'directory', 'framework', 'submission', 'report', 'erasure'];
      const some = kinds.map((kind) =>
        entries.findLastIndex((entry) => String(streamIn(entry)).startsWith(kind)),
      );
      const imported = entries.findIndex((entry) => Buffer.from(entry).includes('"imported":'));
      for (const at of [...some, imported]) {
        const json = jsonOf(entries[at] ?? Buffer.alloc(0));
        for (const { kind, path, value } of kindsIn(json)) {
          if (kind.startsWith('data.')) continue;
          const said = await tried(
            kind,
            withEntry(at, withValue(json, path, inEnvelope(kind, value))),
            'envelope',
          );
          if (!unclaimed(kind)) expect(said, `${kind} of entry ${at}`).not.to.deep.equal([]);
        }
      }
    });

    it('is noticed in every digest of every type of event', async () => {
      const seen = new Set<string>();
      for (const [at, entry] of entries.entries()) {
        const json = jsonOf(entry);
        for (const { kind, path, value } of kindsIn(json)) {
          const name = `${typeOf(entry)} ${kind}`;
          if (!/_sd/.test(kind) || seen.has(name)) continue;
          seen.add(name);
          const said = await tried(kind, withEntry(at, withValue(json, path, another(value))), 'digests');
          // What no export opens can be exchanged for something else that no export opens.
          if (!kind.includes('custodian._sd.')) expect(said, name).not.to.deep.equal([]);
        }
      }
      expect(seen.size).to.be.above(50);
    });

    it('is noticed in every field of what opens, erases, seals a day, publishes a framework, or names keys and people', async () => {
      const claimed: Readonly<Record<string, RegExp>> = {
        LedgerOpened: /./,
        LogKeyAdded: /./,
        LogKeyRetired: /./,
        AccessSealed: /./,
        FrameworkPublished: /./,
        CriterionPublished: /./,
        SubmissionScreened: /framework/,
        PanelConvened: /framework/,
        DecisionIssued: /rules/,
        JudgmentOpened: /./,
        ConcernOpened: /./,
        VoteOpened: /./,
        ErasureApproved: /./,
        DisclosuresErased: /./,
      };
      const done = new Set<string>();
      for (const [at, entry] of entries.entries()) {
        const fields = claimed[typeOf(entry)];
        if (fields === undefined || done.has(typeOf(entry))) continue;
        done.add(typeOf(entry));
        const json = jsonOf(entry);
        for (const { kind, path, value } of kindsIn(json)) {
          if (!kind.startsWith('data.') || /_sd/.test(kind) || !fields.test(kind)) continue;
          const said = await tried(
            `${typeOf(entry)} ${kind}`,
            withEntry(at, withValue(json, path, another(value))),
            'data',
          );
          expect(said, `${typeOf(entry)} ${kind}`).not.to.deep.equal([]);
        }
      }
      expect([...done]).to.have.members(Object.keys(claimed));
    });

    it('is noticed in the heads that the log says it gave out', async () => {
      const at = entries.findIndex((entry) => typeOf(entry) === 'ExportProduced');
      for (const field of ['size', 'root']) {
        const json = jsonOf(entries[at] ?? Buffer.alloc(0));
        const place = placesIn(json).find(({ kind }) => kind === `data.${field}`);
        const changed = withEntry(at, withValue(json, ['data', field], another(place?.value ?? 0)));
        expect(codesOf(await verified(await madeGood(files, changed), trustingRich))).to.deep.equal([
          'exported-head',
        ]);
      }
    });

    it('is noticed where entries are left out, put in twice or moved within a stream', async () => {
      const streams = entries.map(streamIn);
      for (const [at, stream] of streams.entries()) {
        const isLast = streams.lastIndexOf(stream) === at;
        if (at % 4 !== 0 || isLast) continue;
        expect(await tried('left out', entries.toSpliced(at, 1), 'order')).to.include('revision-wrong');
        const twice = entries.toSpliced(at, 0, ...entries.slice(at, at + 1));
        expect(await tried('twice', twice, 'order')).to.include('event-id-repeated');
        if (streams[at + 1] === stream)
          expect(await tried('two swapped', swapped(entries, at), 'order')).to.include('revision-wrong');
      }
    });

    it('is refused where another key signed the whole', async () => {
      const other = parseSignerKey(makeLogKey(origin).signer);
      const report = await verified(await madeGood(files, entries, [other]), trustingRich);
      expect(codesOf(report)).to.include('checkpoint-unsigned');
      expect(report.verdict).to.equal('failed');
    });
  });
});

const streamIn = (entry: Uint8Array): Place['value'] =>
  placesIn(jsonOf(entry)).find(({ kind }) => kind === 'stream')?.value ?? '';

/** Another value that an envelope may well have there. */
function inEnvelope(kind: string, value: Place['value']): Json {
  if (kind === 'actor.role') return value === 'verifier' ? 'chair' : 'verifier';
  if (kind === 'actor.via') return value === 'token' ? 'session' : 'token';
  return kind === 'basis.directory' ? Number(value) + 1 : another(value);
}
