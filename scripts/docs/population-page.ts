import { populationColumns, populationKinds } from '../../projections/population/kinds.ts';

/** docs/population.md: every listing with its columns, from the list that the listings are tested against. */
export function populationPage(): string {
  const listings = populationKinds.map((kind) => {
    const rows = populationColumns[kind].map(([name, says]) => `| \`${name}\` | ${says} |`);
    return [`## ${kind}`, '| column | what it says |', '| --- | --- |', ...rows, ''].join('\n');
  });
  return [introduction, ...listings].join('\n');
}

const introduction = `# Listings of the ledger

\`govledger population KIND [--as-of T] [--csv|--json]\` lists what the log adds up to, by pure replay: from the store, never from views. \`--as-of\` leaves out what may have happened after T (a day or a month means its end): an entry counts by the latest instant at which it can have happened.

With \`--json\` it is one object: \`query\` (what was asked), \`head\` (index, position and clock of the last event read), \`rows\` in the order in which the log first names each submission or person, and \`counts\` at the end, so that a listing cut short shows. \`--csv\` is RFC 4180; lists and objects are cells of JSON.

A *moment* is written as precisely as it was recorded: an instant, a day, a month, a span \`from/to\`, or \`unknown\`; an entry that says nothing of its own has the instant of its recording. Names, source keys and labels are opened from the vault; what is erased is null.

This page is generated: \`npm run docs\` writes it.
`;
