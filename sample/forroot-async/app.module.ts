import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { GuardModule } from 'nestjs-guard';
import { ConnectionDrain } from '../connection-drain.js';
import { guardOptions } from './guard-options.js';
import { OrdersController } from './orders.controller.js';

@Module({
  imports: [
    ConfigModule.forRoot(),
    GuardModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: guardOptions,
    }),
  ],
  controllers: [OrdersController],
  providers: [ConnectionDrain],
})
export class AppModule {}
