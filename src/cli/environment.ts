/** Every variable of the environment that the program reads, and what it says. */
export const variables: Readonly<Record<string, string>> = {
  GOVLEDGER_DATA: 'the data folder, where --data does not name one (./data)',
  GOVLEDGER_SERVER: 'the server through which the ledger is reached, where --server does not name one',
  GOVLEDGER_HEAD:
    'where the newest checkpoint is kept, where --head does not name a folder (head/ of the data)',
  GOVLEDGER_WITNESS_POLICY: 'the witness policy of `serve`, where --witness-policy does not name one',
  GOVLEDGER_TOKEN: 'the token to act by',
  GOVLEDGER_TOKEN_FILE: 'the file with the token to act by',
  GOVLEDGER_LOG: 'how much `serve` logs: fatal, error, warn, info, debug, trace or silent',
  GOVLEDGER_RATE_LIMITS: 'requests a minute that `serve` takes from one caller (1200), or off',
  GOVLEDGER_DATASETS: 'where the scripts look for published data sets',
};
