import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { GuardModule } from 'nestjs-guard';
import { ConnectionDrain } from '../connection-drain.js';
import { FilesController } from './files.controller.js';
import { GuardedController } from './guarded.controller.js';
import { ShopController } from './shop.controller.js';
import { TroubleController } from './trouble.controller.js';

/** In an application of your own this is `@Module({ imports: [ConfigModule.forRoot(), GuardModule.forRootAsync()] })`. */
@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true })],
  controllers: [ShopController, GuardedController, FilesController, TroubleController],
  providers: [ConnectionDrain],
})
export class AppModule {
  /** `bare` leaves the guard out; the controllers and their decorators stay. */
  static create({ bare }: { bare: boolean }): DynamicModule {
    return { module: AppModule, imports: bare ? [] : [GuardModule.forRootAsync()] };
  }
}
