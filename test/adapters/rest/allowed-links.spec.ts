import { verbsOf } from '../../../src/adapters/desk/tickets/ticket-now';
import { allowedLinks } from '../../../src/adapters/rest/tickets/allowed-links';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { startStage } from './stage';

describe('the allowed commands of a ticket', () => {
  it('have an existing path for every command that people may send', async () => {
    const stage = await startStage();
    const { paths } = JSON.parse((await stage.app.inject({ method: 'GET', url: '/openapi.json' })).body) as {
      paths: Record<string, { post?: object }>;
    };
    const commands = commandTypes.filter(
      (type) => type !== 'OpenTicket' && type !== 'NoteSourceRow' && rules[type].ways.every(({ as }) => as !== 'process'),
    );
    const hrefs = allowedLinks('{id}', verbsOf(commands.map((command) => ({ command, fields: [] })))).map(({ href }) => href);
    expect(hrefs.filter((href) => paths[href]?.post === undefined)).toEqual([]);
    await stage.app.close();
  });
});
