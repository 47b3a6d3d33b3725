/*! Apache ECharts, Copyright The Apache Software Foundation, Apache License 2.0, and zrender,
Copyright Baidu Inc., BSD 3-Clause License. */
// The part of ECharts that the dashboard draws with; esbuild makes one script of it.
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  BarChart, LineChart, PieChart,
  AriaComponent, GridComponent, LegendComponent, TooltipComponent,
  CanvasRenderer, SVGRenderer,
]);
globalThis.salesplanCharts = { init };
