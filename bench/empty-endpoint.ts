import 'reflect-metadata';
import { Body, Controller, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';

class ReplyDto {
  @IsString()
  @MinLength(1)
  @MaxLength(20_000)
  body!: string;

  @IsIn(['everyone', 'staff'])
  audience!: string;
}

/** The limit of the HTTP rows: the same framework and the same validation of the same body, without any work. */
@Controller('v1/tickets/:id/reply')
class EmptyController {
  @Post()
  reply(@Body() dto: ReplyDto): { readonly length: number } {
    return { length: dto.body.length };
  }
}

@Module({ controllers: [EmptyController] })
class EmptyModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), { logger: false });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }));
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`Empty endpoint is at ${await app.getUrl()}\n`);
}

void main();
