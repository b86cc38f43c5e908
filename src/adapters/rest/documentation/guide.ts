/** Placeholder for the server's address in the guide. `serveDocumentation` replaces it with the address of the request. */
export const addressHere = 'http://docket.invalid';

/** Introduction to the API, enough for the first request. */
export const guide = `Docket is a service desk in which every change is a command with its own path. Recorded facts are never overwritten.

## First ticket in five calls

Use the token of a customer. The first start prints the tokens of the demo, and \`npm run token -- create --user <e-mail> --label <purpose>\` creates others. Then paste this into bash:

\`\`\`sh
token=dkt_…   # Lighthouse Hotels · Ben Calder · customer user
docket() { curl -s "${addressHere}/v1/$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "\${@:2}"; }
\`\`\`

1. Open a ticket. The response has its \`id\`:

\`\`\`sh
ticket=$(docket tickets -d '{"kind":"issue","title":"Lobby screen stays black","description":"Nothing is shown after switching on."}' | node -pe 'JSON.parse(require("fs").readFileSync(0)).id')
\`\`\`

2. Read it. \`allowed\` lists the commands that you can send now, with their fields:

\`\`\`sh
docket tickets/$ticket
\`\`\`

3. Write a reply:

\`\`\`sh
docket tickets/$ticket/reply -d '{"audience":"everyone","body":"It is the screen beside the lift."}'
\`\`\`

4. Close it. The key makes the request safe to repeat:

\`\`\`sh
docket tickets/$ticket/close -H "Idempotency-Key: close $ticket" -d '{"summary":"Works again.","solution":"Plugged in the power supply."}'
\`\`\`

5. Find it in all tickets that you may read:

\`\`\`sh
docket 'tickets?scope=all&state=all&q=lobby'
\`\`\`

## Good to know

- **Errors** are \`application/problem+json\`. \`code\` is stable, \`detail\` says what is wrong and what to do. [All codes](/problems).
- **Retries**: a request with the same \`Idempotency-Key\` returns its first outcome and records nothing again. One key is one command, on whatever path.
- **Concurrent changes**: send the \`ETag\` of your last read as \`If-Match\`. After a newer change the response is 412.
- **Read your writes**: a read by id waits up to two seconds for the newest change, then returns 503 with \`Retry-After\`. Lists may be a moment behind.
- **Lists** are paginated. Send \`next\` as \`after\`, or follow the header \`Link\`.
- **Times** are UTC with milliseconds. Ids are UUIDs in lower case.
- **Support**: \`X-Correlation-Id\` identifies a request in logs and facts. Send your own, or quote the one in the response.
- **Clients**: generate them from [/openapi.json](/openapi.json).`;
