# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion of taperctl: commands, options from --help, names that the helper tells without being asked twice.
_taperctl() {
    local current=${COMP_WORDS[COMP_CWORD]} command='' word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        [[ $word == -* ]] || { command=$word; break; }
    done
    if [[ ! $command ]]; then
        mapfile -t COMPREPLY < <(compgen -W "check create run list show start stop kill restart freeze unfreeze rename delete exec console set image network topology jobs journal --help --json --socket --version" -- "$current")
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(taperctl "$command" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u)" -- "$current")
    else
        case $command in
        image) mapfile -t COMPREPLY < <(compgen -W "add build delete list sources $(taperctl image list 2>/dev/null | awk 'NR > 1 { print $1 }')" -- "$current") ;;
        network) mapfile -t COMPREPLY < <(compgen -W "list set" -- "$current") ;;
        check | create | run | list | topology | jobs | journal) COMPREPLY=() ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$(taperctl list --columns name 2>/dev/null | awk '/^  / && NR > 1 { print $1 }')" -- "$current") ;;
        esac
    fi
}
complete -o default -F _taperctl taperctl
