#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET SDK of global.json; PostgreSQL is found, or installed where that is possible:
#   1. CREDITBRIDGE_TEST_POSTGRES, a connection string of a server in whose database the tests may create and drop schemas;
#   2. else the server programs on this machine: a throwaway server in a temporary folder, on a free port of 127.0.0.1, removed at the end;
#   3. else Debian's package 'postgresql', when this runs as root and apt-get is there.
# Mail is tested against a real SMTP server, Debian's 'python3-aiosmtpd', which is found, or installed under the same conditions.
# Pages are tested in the browser of Debian's 'chromium', which is found, or installed likewise.
# Without PostgreSQL, the SMTP server or the browser nothing is skipped: the script says so and fails. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration="${CONFIGURATION:-Release}"
work="$(mktemp -d "${TMPDIR:-/tmp}/creditbridge-test.XXXXXX")"
chmod 755 "$work"
server_bin=""
server_user=""

say() { printf '%s\n' "$*" >&2; }
fail() { say "test.sh: $*"; exit 1; }

# Runs a command as the user who owns the throwaway server: PostgreSQL refuses to run as root.
as_server_user() {
  if [[ -z "$server_user" ]]; then "$@"
  elif command -v setpriv >/dev/null; then setpriv --reuid "$server_user" --regid "$(id -g "$server_user")" --clear-groups env HOME="$work" "$@"
  elif command -v runuser >/dev/null; then runuser -u "$server_user" -- env HOME="$work" "$@"
  else su -s /bin/bash "$server_user" -c "HOME='$work' $(printf '%q ' "$@")"
  fi
}

clean_up() {
  local code=$?
  trap - EXIT INT TERM
  if [[ -f "$work/data/postmaster.pid" ]]; then
    (cd "$work" && as_server_user "$server_bin/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1) || true
  fi
  rm -rf "$work"
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

find_dotnet() {
  if ! command -v dotnet >/dev/null; then
    local candidate
    for candidate in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
      if [[ -n "$candidate" && -x "$candidate/dotnet" ]]; then export PATH="$candidate:$PATH" DOTNET_ROOT="$candidate"; break; fi
    done
  fi
  command -v dotnet >/dev/null || fail "the .NET SDK was not found. Install the version that global.json names, or put 'dotnet' on the PATH."
}

# Sets server_bin to a folder with initdb and pg_ctl.
find_server() {
  local candidate candidates=()
  if command -v pg_config >/dev/null; then candidates+=("$(pg_config --bindir 2>/dev/null || true)"); fi
  if command -v pg_ctl >/dev/null; then candidates+=("$(dirname "$(readlink -f "$(command -v pg_ctl)")")"); fi
  while IFS= read -r candidate; do candidates+=("$candidate"); done \
    < <(find /usr/lib/postgresql /usr/local/pgsql /usr/pgsql-* /opt/homebrew/opt/postgresql* -maxdepth 2 -type d -name bin 2>/dev/null | sort -rV)
  for candidate in "${candidates[@]}"; do
    if [[ -n "$candidate" && -x "$candidate/initdb" && -x "$candidate/pg_ctl" && -x "$candidate/postgres" ]]; then server_bin="$candidate"; return 0; fi
  done
  return 1
}

install_server() {
  if [[ "$(id -u)" != 0 ]] || ! command -v apt-get >/dev/null; then
    fail "no PostgreSQL server programs were found, and they can be installed only as root with apt-get. Install PostgreSQL, or set" \
      "CREDITBRIDGE_TEST_POSTGRES to a connection string of a server in whose database tests may create schemas."
  fi
  say "No PostgreSQL server programs found: installing Debian's package 'postgresql'."
  # The package would create and start a cluster of its own, which nobody needs here.
  mkdir -p /etc/postgresql-common
  [[ -e /etc/postgresql-common/createcluster.conf ]] || echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql) >"$work/apt.log" 2>&1 ||
    { tail -n 20 "$work/apt.log" >&2; fail "installing 'postgresql' failed; the last lines of apt-get stand above."; }
  find_server || fail "'postgresql' was installed, but its server programs (initdb, pg_ctl) were not found."
}

# The tests start /usr/bin/python3 where there is one, because Debian's packages are installed for it.
has_mail_server() { local python=/usr/bin/python3; [[ -x "$python" ]] || python=python3; "$python" -c 'import aiosmtpd' >/dev/null 2>&1; }

find_mail_server() {
  has_mail_server && return
  if [[ "$(id -u)" != 0 ]] || ! command -v apt-get >/dev/null; then
    fail "the SMTP server for tests was not found, and it can be installed only as root with apt-get. Install Debian's 'python3-aiosmtpd', or 'pip install aiosmtpd'."
  fi
  say "No SMTP server for tests found: installing Debian's package 'python3-aiosmtpd'."
  (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-aiosmtpd) >"$work/apt-mail.log" 2>&1 ||
    { tail -n 20 "$work/apt-mail.log" >&2; fail "installing 'python3-aiosmtpd' failed; the last lines of apt-get stand above."; }
  has_mail_server || fail "'python3-aiosmtpd' was installed, but python3 does not find it."
}

find_browser() {
  local browser
  for browser in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do if [[ -x "$browser" ]]; then return; fi; done
  if [[ "$(id -u)" != 0 ]] || ! command -v apt-get >/dev/null; then
    fail "no Chromium was found, and it can be installed only as root with apt-get. Install Debian's 'chromium'."
  fi
  say "No Chromium found: installing Debian's package 'chromium'."
  (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium) >"$work/apt-browser.log" 2>&1 ||
    { tail -n 20 "$work/apt-browser.log" >&2; fail "installing 'chromium' failed; the last lines of apt-get stand above."; }
}

start_server() {
  if [[ "$(id -u)" == 0 ]]; then
    local user
    for user in postgres nobody; do if id "$user" >/dev/null 2>&1; then server_user="$user"; break; fi; done
    [[ -n "$server_user" ]] || fail "PostgreSQL does not run as root, and neither a user 'postgres' nor 'nobody' exists."
    chown "$server_user" "$work"
  fi

  # Started from the temporary folder: the server's user may not be allowed to enter this one.
  (cd "$work" && as_server_user "$server_bin/initdb" -D "$work/data" -U creditbridge -A trust -E UTF8 --locale=C --no-sync >"$work/initdb.log" 2>&1) ||
    { cat "$work/initdb.log" >&2; fail "initdb failed; its output stands above."; }

  local attempt port
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 20000))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    if (cd "$work" && as_server_user "$server_bin/pg_ctl" -D "$work/data" -l "$work/server.log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" start >/dev/null 2>&1); then
      export CREDITBRIDGE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=creditbridge;Database=postgres"
      say "PostgreSQL ($server_bin) runs on 127.0.0.1:$port for the time of the tests."
      return
    fi
  done
  tail -n 20 "$work/server.log" >&2 || true
  fail "the throwaway PostgreSQL server did not start; the end of its log stands above."
}

# Sums an attribute of <Counters> over all result files.
count() { cat "$work"/results/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }' || true; }

find_dotnet
find_mail_server
find_browser
if [[ -z "${CREDITBRIDGE_TEST_POSTGRES:-}" ]]; then
  find_server || install_server
  start_server
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
say "Building ($configuration)."
dotnet build CreditBridge.sln -c "$configuration" -v quiet --nologo -p:RunAnalyzers=true || fail "the build failed; its messages stand above."

test_project() {
  say "Testing $1."
  local code=0
  dotnet test "tests/CreditBridge.$1" -c "$configuration" --no-build --nologo -v quiet \
    --logger "trx;LogFileName=$1.trx" --logger "console;verbosity=minimal" --results-directory "$work/results" || code=1
  [[ -f "$work/results/$1.trx" ]] || { say "test.sh: $1 left no result."; code=1; }
  return "$code"
}

# The integration tests wait for sockets and servers most of the time; the others run beside them, and what they print comes at the end.
(code=0; for project in UnitTests ConnectorTests; do test_project "$project" || code=1; done; exit "$code") >"$work/beside.log" 2>&1 &
beside=$!
code=0
test_project IntegrationTests || code=1
wait "$beside" || code=1
cat "$work/beside.log" >&2

passed="$(count passed)"
failed="$(count failed)"
total="$(count total)"
skipped=$((total - passed - failed))
if ((skipped > 0)); then
  say "Skipped:"
  cat "$work"/results/*.trx | grep -o '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*' | grep -oE 'testName="[^"]*"' | sed 's/^testName=/  /' >&2 || true
fi
if ((failed > 0 || passed == 0)); then code=1; fi
if ((skipped > 0)); then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
exit "$code"
