#!/bin/sh
# Refuses a commit in which a rule is broken, or whose exports are not what the registry gives.
# It looks at what is about to be committed, not at what lies in the working tree.
#
#   BATON_TEXT      the registry's text form, as `baton pull` writes it (registry)
#   BATON_EXPORTS   the folder that `baton export` writes to (handoffs)
set -eu

text=${BATON_TEXT:-registry}
exports=${BATON_EXPORTS:-handoffs}

if ! command -v baton >/dev/null; then
  echo "baton is not on the path, so nothing was checked. Install it, or commit with --no-verify." >&2
  exit 1
fi
cd "$(git rev-parse --show-toplevel)"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
git ls-files -z -- "$text" "$exports" | git checkout-index -z --stdin --prefix="$tmp/"
if [ ! -d "$tmp/$text" ]; then
  echo "There is no registry at $text: write it with 'baton pull $text' and add it." >&2
  exit 1
fi

BATON_REGISTRY=$tmp/registry.baton
export BATON_REGISTRY
baton --quiet init >/dev/null
baton --quiet push "$tmp/$text" >/dev/null
if ! baton check; then
  echo "A rule is broken: mend it, then commit again." >&2
  exit 1
fi
if ! baton export {{ KINDS }} --out "$tmp/$exports" --check; then
  echo "Write the exports anew with 'baton export {{ KINDS }} --out $exports', add them, then commit again." >&2
  exit 1
fi
