import { isLoopback } from '../../http/host.ts';
import { UsageError } from '../usage-error.ts';

/**
 * A server's address without its trailing slash. A token or a code that went over plain HTTP to another machine could be
 * read on the way, so only loopback may be called so. @throws UsageError naming where the address was given
 */
export function serverAddress(text: string, field: string): string {
  if (!URL.canParse(text))
    throw new UsageError(field, `${shown(text)} is no address, like https://ledger.example`);
  const { protocol, hostname, origin, pathname, search, hash, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new UsageError(field, `${shown(text)} must begin with https:// (http:// on this machine alone)`);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new UsageError(
      field,
      `http://${hostname.slice(0, 80)} is another machine, where a token could be read on the way; use https://`,
    );
  if (username !== '' || password !== '')
    throw new UsageError(field, 'must not hold a name or a password; a token is given by --token-file');
  if (search !== '' || hash !== '') throw new UsageError(field, 'must end with its path, without ? or #');
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 80));
