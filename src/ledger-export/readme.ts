import { type ExportManifest, exportNames } from './export-manifest.ts';

/** For whoever gets the folder: what is in it, how it is checked, and what it cannot show. */
export function readmeText(manifest: ExportManifest): string {
  const { ledger, origin, size, root, audience, counts, files } = manifest;
  const has = (start: string): boolean => files.some(({ path }) => path.startsWith(start));
  const days = has('access/')
    ? '  access/             who read sealed texts, one file a day, each against the digest in its AccessSealed entry\n'
    : '';
  const verifier = has(exportNames.verifier)
    ? '  verify.mjs          a program that checks all of it, in one file without anything else\n'
    : '';
  return `An export of a govledger log, for ${audience}.

ledger     ${ledger}
origin     ${origin}
entries    ${size}, indexes 0 to ${size - 1}
root       ${root}
texts      ${counts.opened} opened, ${counts.erased} erased, ${counts.withheld} withheld from ${audience}
${openReviews(audience)}
What is here

  checkpoint          the head of the log: its name, size and root, signed by the log and by any witnesses
  tile/entries/       every entry, byte for byte as it was recorded, 256 to a file, in the order of the log
  tile/0/, tile/1/    the hashes of the tree over them (RFC 6962, in tiles of C2SP tlog-tiles)
  disclosures.ndjson  the sealed texts that ${audience} may read; each opens a digest that stands in an entry
${days}  log.vkey            the keys that sign this log, as the log itself names them
  manifest.json       what this folder is, and the SHA-256 of every file but itself, the checkpoint and this page
${verifier}
How to check it

  1. Get the log's key from somewhere else than this folder: from who runs the log, in person or in print, or from
     whoever has followed it. A key that comes with the folder proves nothing about who signed.
  2. node verify.mjs . --vkey KEY       (or: govledger verify . --vkey KEY)
     Get that program, too, from somewhere else, or compare its SHA-256 with the one that is published with each
     release: one that comes with the folder comes from whoever made the folder.
  3. If you have kept an older checkpoint of this log, add --since FILE: it shows that nothing was taken back since.
  4. govledger redecide .               decides every act and decision again, by the rules that were in force.

What it does not show

  - That what was recorded is true; only that it was recorded so, in this order, and is unchanged.
  - That nobody else was shown another log of this name. Compare the checkpoint with others who follow it, or ask for
    one that witnesses have signed.
  - That the log has not gone on since.
  - What is withheld from ${audience}. It is counted: each digest in an entry is opened here, erased by an event in the
    log, or kept for somebody else.
  - Attached files. Their names, sizes and SHA-256 are among the texts; the files are asked for one by one.
`;
}

const openReviews = (audience: ExportManifest['audience']): string =>
  audience === 'panel' || audience === 'auditors'
    ? '\nIt holds the findings and positions of reviews that are still open: keep it from who has yet to judge.\n'
    : '';
