import type { Lines, OptionLine, Place, VerbLine } from './lines.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** For `_describe`, which parts a word from what is said of it by a colon. */
const described = (word: string, meaning: string): string =>
  quoted(`${word.replaceAll(':', '\\:')}:${meaning.replaceAll(':', '\\:')}`);

function offer(place: Place): string {
  if (place.kind === 'words') return `compadd -- ${place.words.join(' ')}`;
  if (place.kind === 'file') return '_files';
  return place.kind === 'folder' ? '_files -/' : ':';
}

const valueCases = (path: string, options: readonly OptionLine[]): readonly string[] =>
  options.flatMap(({ flag, value }) =>
    value === null ? [] : [`    ${quoted(`${path} ${flag}`)}) ${offer(value)} ;;`],
  );

const argumentCases = ({ path, arguments: places, variadic }: VerbLine): readonly string[] =>
  places.flatMap((place, i) => {
    if (place.kind === 'text') return [];
    const nth = i === places.length - 1 && variadic ? '*' : String(i);
    return [`    ${quoted(`${path.join(' ')} `)}${nth}) ${offer(place)} ;;`];
  });

const optionList = (options: readonly OptionLine[]): string =>
  options.map(({ flag, meaning }) => described(flag, meaning)).join(' ');

/** A script for zsh 5: everything is in it, nothing is asked while completing. */
export function zshScript({ nouns, verbs, everywhere }: Lines): string {
  const twoWords = nouns.filter(({ verbs: own }) => own.length > 0);
  const valued = [...new Set([everywhere, ...verbs.map(({ options }) => options)].flat())]
    .flatMap(({ flag, value }) => (value === null ? [] : [flag]))
    .filter((flag, i, all) => all.indexOf(flag) === i)
    .join('|');
  return `#compdef govledger
# zsh completion for govledger. Use it with: source <(govledger completion zsh), behind compinit.
_govledger_value() {
  case "$1" in
${everywhere.flatMap(({ flag, value }) => (value === null ? [] : [`    *${quoted(` ${flag}`)}) ${offer(value)} ;;`])).join('\n')}
${verbs.flatMap(({ path, options }) => valueCases(path.join(' '), options)).join('\n')}
  esac
}

_govledger_argument() {
  case "$1" in
${verbs.flatMap(argumentCases).join('\n')}
  esac
}

_govledger_options() {
  local -a offered=(${optionList(everywhere)})
  case "$1" in
${verbs
  .filter(({ options }) => options.length > 0)
  .map(({ path, options }) => `    ${quoted(path.join(' '))}) offered+=(${optionList(options)}) ;;`)
  .join('\n')}
  esac
  _describe option offered
}

_govledger() {
  local verb='' before='' word='' i wanted=1 place=0
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    case "$before" in
      ${valued}) before='' ;;
      *)
        case "$word" in
          -*) before="$word" ;;
          *)
            before=''
            if ((wanted)); then
              verb="\${verb:+$verb }$word"
              wanted=0
              case "$verb" in ${twoWords.map(({ noun }) => noun).join('|')}) wanted=1 ;; esac
            else
              place=$((place + 1))
            fi
            ;;
        esac
        ;;
    esac
  done
  case "$before" in
    ${valued}) _govledger_value "$verb $before"; return ;;
  esac
  case "\${words[CURRENT]}" in
    -*) _govledger_options "$verb"; return ;;
  esac
  if ((wanted)); then
    case "$verb" in
      '') offered=(${nouns.map(({ noun, summary }) => described(noun, summary)).join(' ')}) ;;
${twoWords
  .map(
    ({ noun, verbs: own }) =>
      `      ${noun}) offered=(${own.map(([name, summary]) => described(name, summary)).join(' ')}) ;;`,
  )
  .join('\n')}
    esac
    _describe command offered
    return
  fi
  _govledger_argument "$verb $place"
}

if [[ "\${funcstack[1]}" == _govledger ]]; then _govledger "$@"; else compdef _govledger govledger; fi
`;
}
