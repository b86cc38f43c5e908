import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EdgeError } from '../../web/problems/problem';
import { Public } from '../../web/route-config';
import { site } from '../rendering/site';
import { codingFor, encoded } from '../rendering/static-assets';

/** Styles, scripts and fonts. Their URLs contain a content hash, so browsers may cache them forever. */
@Controller('assets')
export class AssetsController {
  @Get(':name')
  @Public()
  read(@Param('name') name: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const asset = site().assets.find(name);
    if (asset === null)
      throw new EdgeError('no-such-route', 'There is no such file. Load the page again: it may be of an older version.');
    const coding = asset.packed ? null : codingFor(request.headers['accept-encoding']);
    void reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'Accept-Encoding');
    if (coding !== null) void reply.header('content-encoding', coding);
    return encoded(asset, coding);
  }
}
