import type { Lines, OptionLine, Place, VerbLine } from './lines.ts';

/** Words between quotes; none of ours holds one. */
const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`;

/** What bash fills COMPREPLY with, at a place. */
function reply(place: Place): string {
  if (place.kind === 'words') return `_govledger_words ${quoted(place.words)}`;
  if (place.kind === 'file') return '_govledger_files -f';
  return place.kind === 'folder' ? '_govledger_files -d' : ':';
}

const flags = (options: readonly OptionLine[]): readonly string[] => options.map(({ flag }) => flag);

function valueCases(path: string, options: readonly OptionLine[]): readonly string[] {
  return options.flatMap(({ flag, value }) =>
    value === null ? [] : [`    '${path === '' ? '' : `${path} `}${flag}') ${reply(value)} ;;`],
  );
}

function argumentCases({ path, arguments: places, variadic }: VerbLine): readonly string[] {
  return places.flatMap((place, i) => {
    const last = i === places.length - 1 && variadic ? '*' : '';
    return place.kind === 'text'
      ? []
      : [`    '${path.join(' ')} '${last === '' ? `${i}` : '*'}) ${reply(place)} ;;`];
  });
}

/** A script for bash 3.2 and later (no associative arrays): everything is in it, nothing is asked while completing. */
export function bashScript({ nouns, verbs, everywhere }: Lines): string {
  const twoWords = nouns.filter(({ verbs: own }) => own.length > 0).map(({ noun }) => noun);
  const withValue = [everywhere, ...verbs.map(({ options }) => options)]
    .flat()
    .flatMap(({ flag, value }) => (value === null ? [] : [flag]));
  return `# bash completion for govledger. Use it with: source <(govledger completion bash)
_govledger_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_govledger_files() {
  COMPREPLY=($(compgen "$1" -- "$current"))
  compopt -o filenames 2>/dev/null
}

_govledger_value() {
  case "$1" in
${everywhere.flatMap(({ flag, value }) => (value === null ? [] : [`    *' ${flag}') ${reply(value)} ;;`])).join('\n')}
${verbs.flatMap(({ path, options }) => valueCases(path.join(' '), options)).join('\n')}
  esac
}

_govledger_argument() {
  case "$1" in
${verbs.flatMap(argumentCases).join('\n')}
  esac
}

_govledger_options() {
  case "$1" in
${verbs.map(({ path, options }) => `    '${path.join(' ')}') echo ${quoted(flags([...options, ...everywhere]))} ;;`).join('\n')}
    *) echo ${quoted(flags(everywhere))} ;;
  esac
}

_govledger() {
  COMPREPLY=()
  local current="\${COMP_WORDS[COMP_CWORD]}" before='' path='' word='' i=1 place=0 wanted=1
  while [ "$i" -lt "$COMP_CWORD" ]; do
    word="\${COMP_WORDS[i]}"
    i=$((i + 1))
    # bash takes --role=auditor for three words.
    if [ "$word" = '=' ]; then continue; fi
    case "$before" in
      ${[...new Set(withValue)].join('|')}) before='' ;;
      *)
        case "$word" in
          -*) before="$word" ;;
          *)
            before=''
            if [ "$wanted" -gt 0 ]; then
              path="\${path:+$path }$word"
              wanted=0
              case "$path" in ${twoWords.join('|')}) wanted=1 ;; esac
            else
              place=$((place + 1))
            fi
            ;;
        esac
        ;;
    esac
  done
  if [ "$current" = '=' ]; then current=''; fi
  case "$before" in
    ${[...new Set(withValue)].join('|')}) _govledger_value "$path $before"; return ;;
  esac
  case "$current" in
    -*) _govledger_words "$(_govledger_options "$path")"; return ;;
  esac
  if [ "$wanted" -gt 0 ]; then
    case "$path" in
      '') _govledger_words ${quoted(nouns.map(({ noun }) => noun))} ;;
${nouns
  .filter(({ verbs: own }) => own.length > 0)
  .map(({ noun, verbs: own }) => `      '${noun}') _govledger_words ${quoted(own.map(([verb]) => verb))} ;;`)
  .join('\n')}
    esac
    return
  fi
  _govledger_argument "$path $place"
}

complete -F _govledger govledger
`;
}
