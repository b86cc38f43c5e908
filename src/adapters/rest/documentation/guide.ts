/** Stands for the address of the server in the guide. `serveDocumentation` puts the one that the page was asked by in its place. */
export const addressHere = 'http://docket.invalid';

/** The opening of the description: enough to work with the API for the first time. */
export const guide = `Docket is a service desk in which every change is a command on its own path. What is recorded is never overwritten.

## First ticket in five calls

Take a token of a customer: the first start prints those of the demo, and \`npm run token -- create --user <e-mail> --label <purpose>\` creates others. Then paste this into bash:

\`\`\`sh
token=dkt_…   # Lighthouse Hotels · Ben Calder · customer user
docket() { curl -s "${addressHere}/v1/$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "\${@:2}"; }
\`\`\`

1. Open a ticket. The answer names its \`id\`:

\`\`\`sh
ticket=$(docket tickets -d '{"kind":"issue","title":"Lobby screen stays black","description":"Nothing is shown after switching on."}' | node -pe 'JSON.parse(require("fs").readFileSync(0)).id')
\`\`\`

2. Read it. \`allowed\` lists what you can do with it now, with the fields to send:

\`\`\`sh
docket tickets/$ticket
\`\`\`

3. Write a reply:

\`\`\`sh
docket tickets/$ticket/reply -d '{"audience":"everyone","body":"It is the screen beside the lift."}'
\`\`\`

4. Close it, once, however often the request is sent:

\`\`\`sh
docket tickets/$ticket/close -H "Idempotency-Key: close $ticket" -d '{"summary":"Works again.","solution":"Plugged in the power supply."}'
\`\`\`

5. Find it among all that you may read:

\`\`\`sh
docket 'tickets?scope=all&state=all&q=lobby'
\`\`\`

## Good to know

- **Errors** are \`application/problem+json\`. \`code\` is stable, \`detail\` says what is wrong and what to do. [All codes](/problems).
- **Repeats**: with the same \`Idempotency-Key\` a request answers its first outcome and records nothing again.
- **Concurrent changes**: send the \`ETag\` of what you read as \`If-Match\`. When it has changed since, the answer is 412.
- **Reading what you wrote**: a read by id waits up to two seconds for its newest change, then answers 503 with \`Retry-After\`. Lists may be a moment behind.
- **Lists** come in pages. Send \`next\` as \`after\`, or follow the header \`Link\`.
- **Times** are UTC with milliseconds. Ids are UUIDs in lower case.
- **Support**: \`X-Correlation-Id\` names a request in logs and facts. Send your own, or quote the one of the answer.
- **Clients**: generate them from [/openapi.json](/openapi.json).`;
