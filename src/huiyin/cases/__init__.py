"""The case (工单), its assignments (承办), applications (申请), wishes (诉求点) and petitioners (诉求人)."""
