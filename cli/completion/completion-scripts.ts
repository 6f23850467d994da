/**
 * The completion script for each shell. A script calls `remindme complete`. Each line of its output is a value, a tab and a
 * description. The scripts ignore the last line of this output, which is `:4`.
 */
export const COMPLETION_SCRIPTS = {
  bash: `# remindme: completion for bash
_remindme() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == :* ]] || COMPREPLY+=("\${line%%$'\t'*}")
  done < <(remindme complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _remindme remindme
`,

  zsh: `#compdef remindme
# remindme: completion for zsh
_remindme() {
  local line
  local -a values
  for line in "\${(@f)$(remindme complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z $line || $line == :* ]] || values+=("\${\${line%%$'\t'*}//:/\\:}:\${line#*$'\t'}")
  done
  _describe remindme values
}
if [[ \${funcstack[1]} == _remindme ]]; then
  _remindme "$@"
else
  compdef _remindme remindme
fi
`,

  fish: `# remindme: completion for fish
function __remindme_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  remindme complete -- $words "$current" 2>/dev/null | string match -v -r '^:'
end
complete -c remindme -f -a '(__remindme_complete)'
`,
} as const;
