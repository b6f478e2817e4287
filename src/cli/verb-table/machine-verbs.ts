import type { Verb } from '../verb.ts';

export const machineVerbs: readonly Verb[] = [
  {
    path: ['init'],
    machine: 'it makes a data folder',
    summary: 'make a new ledger in the data folder, with development keys and the sample framework',
    options: [
      ['--origin <name>', 'the name of the log in what it will sign, like example.org/reviews'],
      ['--administrator <name>', 'name of the first administrator'],
      ['--registrar <name>', 'name of the first registrar, another person'],
    ],
    load: async () => (await import('../verbs/init.ts')).init,
  },
  {
    path: ['serve'],
    machine: 'it is the server of a data folder',
    summary: 'serve the ledger on loopback until it is stopped: the API, and the public log beside it',
    options: [
      ['--init', 'make the ledger first where there is none'],
      ['--port <number>', 'port of the API (8017); 0 takes any free one'],
      ['--public-port <number>', 'port of the public log (8018); 0 takes any free one'],
      ['--host <address>', 'address to listen on (127.0.0.1)'],
      ['--allow-host <name...>', 'further names by which callers may address it'],
      ['--trust-proxy <address...>', 'proxies whose X-Forwarded-For is believed'],
      ['--behind-tls', 'TLS ends in front of it: needed for an address that others can reach'],
      ['--witness-policy <file>', 'who cosigns the log (C2SP tlog-policy, a URL for each witness)'],
    ],
    load: async () => (await import('../verbs/serve.ts')).serve,
  },
  {
    path: ['doctor'],
    machine: 'it looks at the files of a data folder',
    summary: 'check the data folder, what is in it and how it is set up, and say what to do',
    options: [
      ['--quick', 'do not read the databases from end to end'],
      ['--backups <folder>', 'look at the backups in this folder as well'],
      ['--host <address>', 'check whether serve may listen here'],
      ['--port <number>', 'port of the API that serve is to take (8017)'],
      ['--public-port <number>', 'port of the public log that serve is to take (8018)'],
      ['--allow-host <name...>', 'names that serve is to answer by'],
      ['--behind-tls', 'TLS is to end in front of it'],
    ],
    load: async () => (await import('../verbs/doctor.ts')).doctor,
  },
  {
    path: ['backup'],
    machine: 'it copies the files of a data folder',
    summary: 'copy the ledger into an empty folder while it is in use, without its keys',
    options: [
      ['--out <folder>', 'the folder that the backup is to be'],
      ['--with-keys <folder>', 'copy the keys as well, into another folder; keep the two apart'],
    ],
    load: async () => (await import('../verbs/backup.ts')).backup,
  },
  {
    path: ['restore'],
    machine: 'it makes a data folder',
    summary: 'make a data folder of a backup, after checking all of it',
    arguments: [['<folder>', 'the folder of the backup']],
    options: [
      ['--keys <folder>', 'the folder with the keys, where the data folder does not hold them'],
      ['--vault-keys <file>', 'vault-keys.db of a newer backup: what was erased until then stays erased'],
      ['--accept-loss', 'restore though some sealed text is lost'],
    ],
    load: async () => (await import('../verbs/restore.ts')).restore,
  },
  {
    path: ['recover'],
    machine: 'it writes a data folder as the one process that does',
    summary: 'go on under a new name where entries of the log are lost for good',
    options: [
      ['--origin <name>', 'the new name of the log, like ledger.example/governance-2'],
      ['--lost <file>', 'the newest checkpoint that somebody kept, where head/ does not hold it'],
    ],
    notes:
      'One name never signs two histories. Look for a copy that is whole first: what is lost stays lost, and the\nlog says so for ever.',
    load: async () => (await import('../verbs/recover.ts')).recover,
  },
  {
    path: ['export'],
    machine: 'it reads the files of a data folder',
    summary:
      'write the log up to a signed head, and what an audience may read, as a folder that anyone can check',
    options: [
      ['--out <folder>', 'the folder that the export is to be'],
      [
        '--audience <who>',
        'whose texts it opens: public, participants, panel or auditors',
        ['public', 'participants', 'panel', 'auditors'],
      ],
      ['--at <size>', 'at the checkpoint over so many entries; the newest where it is left out'],
      ['--recipient <text>', 'whom it is for: kept on record, sealed for auditors'],
    ],
    notes:
      'Works while a server runs. The log records who took it and its manifest. Attached files are not in it.\nFor panel and auditors it holds the findings of reviews that are still open.',
    load: async () => (await import('../verbs/export.ts')).exportLedger,
  },
  {
    path: ['adopt'],
    machine: 'it makes a data folder',
    summary: 'make a data folder of an export, after verifying it and deciding all of it again',
    arguments: [['<folder>', 'the folder of the export']],
    options: [
      ['--vkey <key...>', 'the log’s verifier key, from elsewhere than the folder; or a file of keys'],
      ['--policy <file>', 'whose word suffices (C2SP tlog-policy): the log’s key, and the witnesses'],
      ['--since <file>', 'a checkpoint that you kept: the log has to begin with what it covered'],
      ['--log-key <file>', 'the key that signs the log: without it the ledger can be read, and not go on'],
    ],
    notes:
      'Entries, their order, the root and the checkpoint stay as they are. Texts that the export does not open stay\nsealed. Exit codes: 0 it stands, 1 it was refused, 3 the export does not verify.',
    load: async () => (await import('../verbs/adopt.ts')).adopt,
  },
  {
    path: ['vault', 'rotate-key'],
    machine: 'it writes a data folder as the one process that does',
    summary: 'put a new vault key in the place of the one that there is, while no server runs',
    options: [],
    notes:
      'Events and sealed text stay as they are. Interrupted, it is finished by the next run, or by serve. Keep the\nearlier key file as long as backups that were made with it.',
    load: async () => (await import('../verbs/vault-rotate-key.ts')).vaultRotateKey,
  },
  {
    path: ['rebuild'],
    machine: 'it makes the views of a data folder anew',
    summary: 'make the views anew from the ledger',
    arguments: [
      ['[view]', 'submissions, entries, people, frameworks or erasures; all where it is left out', 'views'],
    ],
    load: async () => (await import('../verbs/rebuild.ts')).rebuild,
  },
  {
    path: ['import'],
    machine: 'it writes a data folder as the one process that does',
    summary: 'take over a history (see `govledger schema history` and docs/import.md)',
    arguments: [['<files...>', 'NDJSON, one act a line, in this order']],
    options: [
      ['--source <name>', 'where it comes from, like joss'],
      ['--dry-run', 'check all of it and append nothing'],
    ],
    load: async () => (await import('../verbs/import.ts')).importHistory,
  },
];
