// The part of ECharts that the dashboard draws with; esbuild makes one script of it.
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  BarChart, LineChart, PieChart,
  AriaComponent, GridComponent, LegendComponent, TooltipComponent,
  CanvasRenderer,
]);
globalThis.salesplanCharts = { init };
