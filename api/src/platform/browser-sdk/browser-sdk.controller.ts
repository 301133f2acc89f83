import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { browserScript, browserScriptMap, type ServedFile } from '@payment-gateway/sdk/script';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.module.js';
import { Public } from '../http/public-route.js';

/** Serves the browser SDK to pages that load it from the API; the checkout serves the same build as /checkout.js. */
@ApiExcludeController()
@Controller('sdk')
export class BrowserSdkController {
  private readonly script: ServedFile;
  private readonly map = browserScriptMap();

  constructor(config: Config) {
    this.script = browserScript(config.PUBLIC_CHECKOUT_URL);
  }

  @Public()
  @Get('payment-gateway.js')
  file(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): FastifyReply {
    return send(this.script, known, reply);
  }

  @Public()
  @Get('payment-gateway.js.map')
  sourceMap(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): FastifyReply {
    return send(this.map, known, reply);
  }
}

function send({ body, headers, isKnown }: ServedFile, known: string | undefined, reply: FastifyReply): FastifyReply {
  void reply.headers(headers);
  return isKnown(known) ? reply.code(304).send() : reply.send(body);
}
