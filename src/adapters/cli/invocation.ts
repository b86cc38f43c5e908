import { resolve } from 'node:path';

/** The command that runs a script, in the form this process was started with, because the Docker image has no npm scripts. */
export function commandFor(script: string): string {
  return process.env['npm_lifecycle_event'] === undefined ? `node dist/cli.js ${script}` : `npm run ${script} --`;
}

/** The command that creates a first token. */
export function firstTokenCommand(user: string): string {
  return `${commandFor('token')} create --user ${user} --label "<purpose>"`;
}

/** npm runs scripts in the repository's folder. INIT_CWD is the folder in which npm was called. */
export function resolveFromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
