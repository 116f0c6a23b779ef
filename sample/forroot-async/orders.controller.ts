import { Body, Controller, Get, Post } from '@nestjs/common';
import { RateLimit } from 'nestjs-guard';

@Controller()
export class OrdersController {
  private readonly orders: unknown[] = [];

  /** Left out of every check by `excludePaths`. */
  @Get('live')
  live(): object {
    return { status: 'ok' };
  }

  @Get('orders')
  list(): object {
    return { orders: this.orders.length };
  }

  /** Ten orders a minute from one client, whichever instance they reach. */
  @Post('orders')
  @RateLimit({ limit: 10, window: 60 })
  order(@Body() order: unknown): object {
    if (this.orders.length < 1000) this.orders.push(order);
    return { ok: true };
  }

  @Get('orders/export')
  export(): object {
    return { orders: this.orders };
  }
}
